/** The buttons under a note. They are in the page already, hidden until there is an editor to use them on. */
import type { EditorView } from "prosemirror-view";
import { type CommandName, commands, lineOf, setLink } from "./commands";
import { isSafeLink } from "./schema";

export class Toolbar {
  #tools: HTMLElement | null;
  #linkField: HTMLElement | null;

  constructor(
    private readonly root: HTMLElement,
    private readonly view: () => EditorView | null,
  ) {
    this.#tools = root.querySelector("[data-note-tools]");
    this.#linkField = root.querySelector("[data-note-link]");
    root.addEventListener("mousedown", keepFocus);
    root.addEventListener("click", this.#clicked);
    this.#linkField?.addEventListener("keydown", this.#typedLink);
  }

  destroy(): void {
    this.root.removeEventListener("mousedown", keepFocus);
    this.root.removeEventListener("click", this.#clicked);
    this.#linkField?.removeEventListener("keydown", this.#typedLink);
  }

  show(isShown: boolean): void {
    if (this.#tools) this.#tools.hidden = !isShown;
  }

  update(isActive: (name: string) => boolean): void {
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-command][aria-pressed]")) {
      const pressed = String(isActive(button.dataset.command ?? ""));
      if (button.ariaPressed !== pressed) button.ariaPressed = pressed;
    }
  }

  /** Offers a line as a TODO: to the page, and to the field that waits for one. */
  makeAction(text: string): void {
    const detail = { text, document: this.root.dataset.document };
    this.root.dispatchEvent(new CustomEvent("notes:action", { bubbles: true, detail }));
    const { actionInput } = this.root.dataset;
    const input = actionInput ? document.querySelector<HTMLInputElement>(actionInput) : null;
    if (!input) return;
    input.value = text.slice(0, input.maxLength > 0 ? input.maxLength : undefined);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  }

  /** A sentence for a moment, one of those in the page. */
  say(name: string): void {
    const sentence = this.root.querySelector<HTMLElement>(`[data-note-say="${name}"]`);
    if (!sentence) return;
    sentence.hidden = false;
    setTimeout(() => {
      sentence.hidden = true;
    }, 8_000);
  }

  #clicked = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-command]") : null;
    const view = this.view();
    if (!button || !view) return;
    const name = button.dataset.command ?? "";
    if (name === "action") this.#offerLine(view);
    else if (name === "link") this.#askForLink();
    else if (name === "set-link") this.#setLink(view);
    else if (name in commands) commands[name as CommandName](view.state, view.dispatch, view);
    if (name !== "link" && name !== "action") view.focus();
  };

  #offerLine(view: EditorView): void {
    const line = lineOf(view.state);
    if (line) this.makeAction(line);
    else view.focus();
  }

  #askForLink(): void {
    const field = this.#linkField;
    if (!field) return;
    field.hidden = !field.hidden;
    if (!field.hidden) field.querySelector("input")?.focus();
  }

  /** Not a form of its own: a note may stand inside one, and HTML allows no form in a form. */
  #typedLink = (event: KeyboardEvent): void => {
    const view = this.view();
    if (event.key !== "Enter" || event.isComposing || !view) return;
    event.preventDefault();
    this.#setLink(view);
  };

  #setLink(view: EditorView): void {
    const input = this.#linkField?.querySelector("input");
    if (!input || !this.#linkField) return;
    const href = input.value.trim();
    if (isSafeLink(href)) setLink(href)(view.state, view.dispatch);
    input.value = "";
    this.#linkField.hidden = true;
    view.focus();
  }
}

/** Pressing a button must not take the caret out of the text. */
function keepFocus(event: Event): void {
  if (event.target instanceof Element && event.target.closest("[data-command]")) event.preventDefault();
}
