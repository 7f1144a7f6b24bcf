/**
 * A live note. The page shows its text as it was; once the server has told what it is now, the editor takes over.
 *
 * Says: notes:action {text, owner?, due?, document} when a line shall become a TODO, notes:state {state}, notes:presence {people}.
 */
import type { EditorView } from "prosemirror-view";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { attach } from "#ui/attach";
import { isActive } from "./notes_editor/commands";
import { keepCaretInView, keepNoteInView, makeEditor } from "./notes_editor/editor";
import { makeDocument } from "./notes_editor/making";
import { type Outbox, openOutbox } from "./notes_editor/outbox";
import { type Card, People } from "./notes_editor/people";
import { Provider, type Standing } from "./notes_editor/provider";
import { readPromise } from "./notes_editor/recognize";
import { commandFor, dayFor, insertWords, takeSlash } from "./notes_editor/slash";
import { type MenuOptions, makeMenuList } from "./notes_editor/slash_menu";
import { followKeyboard } from "./notes_editor/soft_keyboard";
import { StateLine } from "./notes_editor/state_line";
import { Toolbar } from "./notes_editor/toolbar";

const KEEP_AFTER_MS = 150;
/** Sealing takes a moment that a page does not have any more at its end, and has while the next one is fetched. */
const LEAVING = ["beforeunload", "visibilitychange", "pagehide"];
const AFTER_COMPOSITION_MS = 60; // ProseMirror reads the composed text a moment after the browser says it is done

class Note {
  #doc = new Y.Doc();
  #awareness = new Awareness(this.#doc);
  #people: People;
  #provider: Provider;
  #view: EditorView | null = null;
  #outbox: Outbox | null = null;
  #keeping: ReturnType<typeof setTimeout> | undefined;
  #hasKept = false;
  #mayWrite: boolean;
  #stateLine: StateLine;
  #toolbar: Toolbar;
  #unfollowKeyboard: () => void;
  #layer = document.createElement("div");

  constructor(private readonly root: HTMLElement) {
    const { document: id = "", make, people = "[]", viewer = "" } = root.dataset;
    this.#mayWrite = root.dataset.readonly === undefined;
    this.#people = new People(JSON.parse(people) as Card[], viewer);
    this.#stateLine = new StateLine(root, () => this.#outbox !== null);
    this.#toolbar = new Toolbar(root, {
      view: () => this.#view,
      onAction: (line) => this.#makeAction(line),
    });
    this.#unfollowKeyboard = followKeyboard(root, {
      come: () => this.#view && keepNoteInView(this.#view),
      move: () => this.#view && keepCaretInView(this.#view),
    });
    this.#layer.className = "note-layer";
    this.#layer.ariaHidden = "true";
    this.#awareness.on("change", this.#sayWhoIsHere);
    for (const moment of LEAVING) addEventListener(moment, this.#keepNow);
    const way = make ? async () => socketOf(await this.#makeDocument(make)) : socketOf(id);
    this.#provider = new Provider(way, this.#doc, this.#awareness, {
      changed: () => this.#changed(),
      standing: (standing) => void this.#takeStanding(standing),
      authors: (authors) => this.#learnAuthors(authors),
      synced: () => this.#takeOver(),
    });
    this.#stateLine.look(this.#provider);
    if (make) this.#takeOver();
  }

  destroy(): void {
    void this.#keepNow();
    clearTimeout(this.#keeping);
    for (const moment of LEAVING) removeEventListener(moment, this.#keepNow);
    this.#toolbar.destroy();
    this.#unfollowKeyboard();
    this.#stateLine.destroy();
    this.#awareness.off("change", this.#sayWhoIsHere);
    this.#provider.destroy();
    this.#view?.destroy();
    this.#view = null;
    this.#awareness.destroy();
    this.#doc.destroy();
  }

  async #makeDocument(address: string): Promise<string> {
    const id = await makeDocument(address);
    this.root.dataset.document = id;
    return id;
  }

  #takeOver(): void {
    const place = this.root.querySelector<HTMLElement>("[data-note-text]");
    if (!place || this.#view) return;
    const { label = "", placeholder = "", done = "", today = "" } = this.root.dataset;
    place.replaceChildren();
    place.classList.remove("note--empty");
    place.after(this.#layer);
    this.#view = makeEditor({
      place,
      layer: this.#layer,
      fragment: this.#doc.getXmlFragment("prosemirror"),
      awareness: this.#awareness,
      people: this.#people,
      label,
      describedBy: this.root.querySelector('[data-note-say="tab"]')?.id ?? "",
      placeholder: this.#mayWrite ? placeholder : "",
      doneLabel: done,
      today,
      menu: this.#makeMenu(place),
      mayWrite: () => this.#mayWrite && this.#provider.isEditable,
      onAction: (line) => this.#makeAction(line),
      onTooBig: () => this.#toolbar.say("too-big"),
      onTab: () => this.#toolbar.say("tab"),
      onUpdate: (view) => this.#toolbar.update((name) => isActive(name, view.state)),
    });
    place.addEventListener("compositionstart", () => this.#provider.hold());
    place.addEventListener("compositionend", () => this.#releaseSoon());
    this.#toolbar.show(this.#mayWrite);
    this.root.dataset.live = "";
    void this.#bringBackWhatWasLeft();
  }

  #makeMenu(place: HTMLElement): MenuOptions | null {
    const { today = "", document: id = "" } = this.root.dataset;
    const list = makeMenuList(this.root, id, this.#people);
    if (!list) return null;
    place.after(list);
    return {
      list,
      onChoose: (name, option) => {
        if (this.#view)
          this.#put(this.#view, name, option.dataset.words ?? dayFor(name, today, document.documentElement.lang));
      },
    };
  }

  /** What was chosen, in place of the stroke. */
  #put(view: EditorView, name: string, words: string | null): void {
    takeSlash(view);
    if (words) insertWords(view, words);
    commandFor(name)?.(view.state, view.dispatch, view);
    view.focus();
    if (name === "todo") this.#toolbar.offerLine(view);
    if (name === "link") this.#toolbar.askForLink();
  }

  /** Offers a line as a TODO, with whoever and whatever day it speaks of. */
  #makeAction(text: string): void {
    this.#toolbar.makeAction({ text, ...readPromise(text, this.#people.cards, this.root.dataset.today ?? "") });
  }

  #releaseSoon(): void {
    setTimeout(() => {
      if (this.#view?.composing) this.#releaseSoon();
      else this.#provider.release();
    }, AFTER_COMPOSITION_MS);
  }

  async #takeStanding({ mayWrite, you, deviceKey }: Standing): Promise<void> {
    this.#mayWrite = mayWrite;
    this.#toolbar.show(mayWrite && this.#view !== null);
    this.#view?.setProps({});
    this.#outbox ??= await openOutbox(you, this.root.dataset.document ?? "", deviceKey, String(this.#doc.clientID));
    if (this.#view) await this.#bringBackWhatWasLeft();
    this.#stateLine.look(this.#provider);
  }

  #changed(): void {
    this.#stateLine.look(this.#provider);
    this.#view?.setProps({});
    if (!this.#provider.isSaved || this.#hasKept) this.#keeping ??= setTimeout(this.#keepNow, KEEP_AFTER_MS);
  }

  #keepNow = async (): Promise<void> => {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    if (!this.#outbox || (this.#provider.isSaved && !this.#hasKept)) return;
    this.#hasKept = !this.#provider.isSaved;
    await this.#outbox.keep(this.#provider.unstored);
  };

  /** Edits of an earlier visit go out with ours. They are forgotten here only once they are on disk there. */
  async #bringBackWhatWasLeft(): Promise<void> {
    const outbox = this.#outbox;
    if (!outbox || !this.#mayWrite) return;
    for (const { id, update } of await outbox.leftBehind()) {
      Y.applyUpdate(this.#doc, update, "left behind");
      await this.#untilSaved();
      await outbox.forget(id);
    }
  }

  async #untilSaved(): Promise<void> {
    while (!this.#provider.isSaved) await new Promise((resolve) => setTimeout(resolve, 200));
  }

  #learnAuthors(authors: Record<string, string>): void {
    this.#people.learn(authors);
    this.#layer.dispatchEvent(new CustomEvent("notes:authors"));
    this.#sayWhoIsHere();
  }

  #sayWhoIsHere = (): void => {
    const clients = [...this.#awareness.getStates().keys()].filter((client) => client !== this.#doc.clientID);
    const people = [...new Set(clients.map((client) => this.#people.idOf(client)).filter(Boolean))];
    this.root.dispatchEvent(new CustomEvent("notes:presence", { bubbles: true, detail: { people } }));
  };
}

function socketOf(id: string): string {
  return `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/ws/notes/${id}?v=1`;
}

attach("notes-editor", (root) => {
  const note = new Note(root);
  return () => note.destroy();
});
