/** The buttons under a note. They are in the page already, hidden until there is an editor to use them on. */
import type { EditorView } from "prosemirror-view";
import { type CommandName, commands, lineOf, setLink } from "./commands";
import { showHelp } from "./help";
import { readAddress } from "./link_address";

export interface Promised {
  text: string;
  owner?: string;
  due?: string;
}

export interface ToolbarOptions {
  view(): EditorView | null;
  onAction(line: string): void;
}

export class Toolbar {
  #tools: HTMLElement | null;
  #linkField: HTMLElement | null;

  constructor(
    private readonly root: HTMLElement,
    private readonly options: ToolbarOptions,
  ) {
    this.#tools = root.querySelector("[data-note-tools]");
    this.#linkField = root.querySelector("[data-note-link]");
    this.#tools?.addEventListener("keydown", this.#walk);
    this.#tools?.addEventListener("focusin", this.#remember);
    root.addEventListener("keydown", this.#shortcut);
    root.addEventListener("mousedown", keepFocus);
    root.addEventListener("click", this.#clicked);
    this.#linkField?.addEventListener("keydown", this.#typedLink);
  }

  destroy(): void {
    this.#tools?.removeEventListener("keydown", this.#walk);
    this.#tools?.removeEventListener("focusin", this.#remember);
    this.root.removeEventListener("keydown", this.#shortcut);
    this.root.removeEventListener("mousedown", keepFocus);
    this.root.removeEventListener("click", this.#clicked);
    this.#linkField?.removeEventListener("keydown", this.#typedLink);
  }

  show(isShown: boolean): void {
    if (!this.#tools || this.#tools.hidden === !isShown) return;
    this.#tools.hidden = !isShown;
    this.#holdOneStop();
  }

  update(isActive: (name: string) => boolean): void {
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-command][aria-pressed]")) {
      const pressed = String(isActive(button.dataset.command ?? ""));
      if (button.ariaPressed !== pressed) button.ariaPressed = pressed;
    }
  }

  /** Offers a TODO to the page, and to the form that waits for one: what, and if the line says so, who and when. */
  makeAction(promised: Promised): void {
    const detail = { ...promised, document: this.root.dataset.document };
    this.root.dispatchEvent(new CustomEvent("notes:action", { bubbles: true, detail }));
    const { actionInput } = this.root.dataset;
    const input = actionInput ? document.querySelector<HTMLInputElement>(actionInput) : null;
    if (!input) return;
    const { elements } = input.form ?? {};
    fill(elements?.namedItem("owner"), promised.owner);
    fill(elements?.namedItem("due_on"), promised.due);
    fill(input, promised.text.slice(0, input.maxLength > 0 ? input.maxLength : undefined));
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
    const view = this.options.view();
    if (!button || !view) return;
    const name = button.dataset.command ?? "";
    if (name === "action") this.offerLine(view);
    else if (name === "link") this.askForLink();
    else if (name === "help") showHelp(this.root);
    else if (name === "done") view.dom.blur();
    else if (name === "set-link") this.#setLink(view);
    else if (name in commands) commands[name as CommandName](view.state, view.dispatch, view);
    if (name === "menu") openMenu(view);
    if (!["link", "set-link", "action", "help", "done"].includes(name)) view.focus();
  };

  offerLine(view: EditorView): void {
    const line = lineOf(view.state);
    if (line) this.options.onAction(line);
    else view.focus();
  }

  #shortcut = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === "F10" && event.altKey)
      this.#stops()
        .find((stop) => stop.tabIndex === 0)
        ?.focus();
    else if (event.code === "Slash" && (event.ctrlKey || event.metaKey)) showHelp(this.root);
    else return;
    event.preventDefault();
  };

  /** One stop for Tab, arrows between the buttons: a toolbar as screen readers know it. */
  #walk = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLInputElement) return;
    const stops = this.#stops();
    const index = stops.indexOf(document.activeElement as HTMLElement);
    const steps: Record<string, number> = {
      ArrowRight: index + 1,
      ArrowLeft: index - 1 + stops.length,
      Home: 0,
      End: stops.length - 1,
    };
    const to = steps[event.key];
    if (event.key === "Escape") this.options.view()?.focus();
    else if (index < 0 || to === undefined) return;
    else stops[to % stops.length]?.focus();
    event.preventDefault();
  };

  #remember = (event: Event): void => {
    const stop = event.target instanceof Element ? event.target.closest<HTMLElement>("button, a") : null;
    if (!stop || stop.closest("[data-note-link]")) return;
    for (const other of this.#stops()) other.tabIndex = other === stop ? 0 : -1;
  };

  #holdOneStop(): void {
    for (const [index, stop] of this.#stops().entries()) stop.tabIndex = index === 0 ? 0 : -1;
  }

  /** Those that can be seen at this width. */
  #stops(): HTMLElement[] {
    const all = [...(this.#tools?.querySelectorAll<HTMLElement>(":scope > button, :scope > a") ?? [])];
    return all.filter((stop) => stop.checkVisibility?.() ?? true);
  }

  askForLink(): void {
    const field = this.#linkField;
    if (!field) return;
    field.hidden = !field.hidden;
    if (!field.hidden) field.querySelector("input")?.focus();
  }

  /** Not a form of its own: a note may stand inside one, and HTML allows no form in a form. */
  #typedLink = (event: KeyboardEvent): void => {
    const view = this.options.view();
    if (event.isComposing || !view) return;
    if (event.key === "Enter") this.#setLink(view);
    else if (event.key === "Escape") this.#closeLink(view);
    else return;
    event.preventDefault();
  };

  /** What is no address stays to be mended; nothing at all takes a link away. */
  #setLink(view: EditorView): void {
    const input = this.#linkField?.querySelector("input");
    if (!input || !this.#linkField) return;
    const words = input.value.trim();
    const address = words ? readAddress(words) : "";
    input.ariaInvalid = address === null ? "true" : null;
    if (address === null) {
      this.say("no-address");
      input.focus();
      return;
    }
    setLink(address, words)(view.state, view.dispatch);
    input.value = "";
    this.#closeLink(view);
  }

  #closeLink(view: EditorView): void {
    if (this.#linkField) this.#linkField.hidden = true;
    view.focus();
  }
}

/** What one types for the menu; after a word it needs a space. */
function openMenu(view: EditorView): void {
  const { $from } = view.state.selection;
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, "\ufffc");
  view.dispatch(view.state.tr.insertText(/(^|[\s　])$/u.test(before) ? "/" : " /"));
}

function fill(field: Element | RadioNodeList | null | undefined, value: string | undefined): void {
  if (!value || !(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Pressing a button must not take the caret out of the text. */
function keepFocus(event: Event): void {
  if (event.target instanceof Element && event.target.closest("[data-command]")) event.preventDefault();
}
