/** What every page carries: htmx, and the few behaviours that HTML alone does not have. */
import htmx from "htmx.org";
import { autosave } from "#ui/autosave";
import { offerBack } from "#ui/back";
import { showKeptBoxes } from "#ui/boxes";
import { waitForWholeDates } from "#ui/dates";
import { keepFocus } from "#ui/focus";
import { measureFrame } from "#ui/in_view";
import { guardLeaving } from "#ui/leaving";
import { sendOnce } from "#ui/once";
import { handleOverlays } from "#ui/overlays";
import { followRequests } from "#ui/requests";
import { showSaved } from "#ui/saved";
import { fadeMessages } from "#ui/say";
import { ignoreSecondPress } from "#ui/second_press";
import { standStill } from "#ui/still";
import { showCurrentTabs } from "#ui/tabs";
import { keepWhole, tellWhatWasCut } from "#ui/too_long";
import { showWaiting } from "#ui/waiting";
import { followWho } from "#ui/who";

// A refused or failed answer must not replace what somebody typed. 422 (please correct) and 409 (changed meanwhile)
// come with the form and are shown.
htmx.config.noSwap = [204, 304, 400, 401, 403, 404, 405, 408, 410, 413, 414, 415, 429, "5xx"] as number[];
// What somebody has folded or unfolded stays as they left it.
htmx.config.morphIgnore = ["data-htmx-powered", "open"];
// Not the attributes of what stood there before for a moment: their styles are refused here, and nothing here moves that way.
htmx.config.defaultSettleDelay = 0;
htmx.config.history = "reload";
htmx.config.defaultTimeout = 20_000;

standStill(document);
waitForWholeDates(document);
ignoreSecondPress(document);
sendOnce(document);
followRequests(document, (method, path, source) => void htmx.ajax(method, path, { source }));
showWaiting(document);
showSaved(document);
showKeptBoxes(document);
autosave(document, (method, path, source) => void htmx.ajax(method, path, { source }));
guardLeaving(document);
handleOverlays(document);
showCurrentTabs(document);
keepFocus(document);
measureFrame(document);
fadeMessages(document);
offerBack(document);
tellWhatWasCut(document);
keepWhole(document);
followWho(document);
