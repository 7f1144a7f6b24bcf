/**
 * Pages of one browser tell each other who is signed in there now. One of somebody who no longer is says so and keeps
 * what was typed; once they are back, from whichever tab, it hears `BACK` and goes on. Somebody else is `OTHER`.
 */
import { say, unsay } from "#ui/say";

export const BACK = "aizuchi:back";
export const OTHER = "aizuchi:other";
const NEWS = "aizuchi:who";
const REASONS = ["administrator", "role", "left", "factor", "company"];

export function followWho(page: Document): void {
  const me = page.querySelector<HTMLMetaElement>('meta[name="viewer"]')?.content;
  if (me === undefined) return; // a page that cannot know it, such as that of an error
  if (me) {
    window.addEventListener("storage", ({ key, newValue }) => {
      if (key === NEWS && newValue !== null) hear(page, me, newValue.split(" ")[0] ?? "");
    });
  }
  try {
    localStorage.setItem(NEWS, `${me} ${Date.now()}`);
    localStorage.removeItem(NEWS); // the others have heard it, and nothing stays behind
  } catch {
    // no storage: the other pages learn it from the server
  }
}

/** `why` is a word of the server, or none where it does not know. */
export function saySignedOut(why = ""): void {
  say(REASONS.includes(why) ? `signed-out-${why}` : "signed-out", "signed-out");
}

function hear(page: Document, me: string, who: string): void {
  if (!who) {
    unsay("other-person");
    saySignedOut();
  } else if (who === me) {
    unsay("signed-out");
    unsay("other-person");
    page.dispatchEvent(new CustomEvent(BACK));
  } else {
    unsay("signed-out");
    say("other-person");
    page.dispatchEvent(new CustomEvent(OTHER));
  }
}
