/** The list under the stroke. It stands beside the text, never in it, and does nothing while a word is composed. */
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { openPart } from "#ui/in_view";
import type { Card, People } from "./people";
import { isWanted, move, slashKey } from "./slash";

const ROOM_PX = 300;
const GAP_PX = 4;
const AFTER_COMPOSITION_MS = 80;

export interface MenuOptions {
  /** Lists what can be chosen, as elements with role=option and data-item. */
  list: HTMLElement;
  onChoose(name: string, option: HTMLElement): void;
}

export function slashMenu(options: MenuOptions): Plugin {
  let menu: Menu | null = null;
  return new Plugin({
    view: (view) => {
      menu = new Menu(view, options);
      return { update: () => menu?.draw(), destroy: () => menu?.destroy() };
    },
    props: {
      handleKeyDown: (_view, event) => menu?.takeKey(event) ?? false,
      handleDOMEvents: {
        blur: () => void setTimeout(() => menu?.draw()),
        focus: () => void setTimeout(() => menu?.draw()),
        compositionend: () => void setTimeout(() => menu?.draw(), AFTER_COMPOSITION_MS),
      },
    },
  });
}

/** The page's list for this note: without what it cannot do, with the people who are in it. */
export function makeMenuList(root: HTMLElement, id: string, people: People): HTMLElement | null {
  const words = root.querySelector<HTMLTemplateElement>("template[data-note-menu]");
  const list = (words?.content.cloneNode(true) as DocumentFragment | undefined)?.querySelector<HTMLElement>(
    "[role=listbox]",
  );
  if (!list) return null;
  if (!root.querySelector("[data-command=action]")) list.querySelector("[data-item=todo]")?.remove();
  const pattern = list.querySelector<HTMLElement>("[data-item=person]");
  const others = people.areSeveral ? people.cards : [];
  pattern?.replaceWith(...others.map((card) => personOption(pattern, card)));
  list.id = `note-menu-${id}`;
  for (const [index, option] of list.querySelectorAll("[role=option]").entries()) option.id = `${list.id}-${index}`;
  return list;
}

function personOption(pattern: HTMLElement, card: Card): HTMLElement {
  const option = pattern.cloneNode(true) as HTMLElement;
  const name = option.querySelector("span");
  if (name) name.textContent = card.short;
  option.dataset.words = `@${card.short}`;
  option.dataset.also = card.names.join(" ");
  return option;
}

class Menu {
  #options: HTMLElement[];

  constructor(
    private readonly view: EditorView,
    private readonly settings: MenuOptions,
  ) {
    this.#options = [...settings.list.querySelectorAll<HTMLElement>("[role=option]")];
    settings.list.addEventListener("pointerdown", keepFocus);
    settings.list.addEventListener("mousedown", keepFocus);
    settings.list.addEventListener("click", this.#clicked);
  }

  get isShown(): boolean {
    return !this.settings.list.hidden;
  }

  destroy(): void {
    this.settings.list.remove();
  }

  draw(): void {
    const { view } = this;
    if (view.isDestroyed) return;
    const { slash, isOpen, index } = slashKey.getState(view.state) ?? { slash: null, isOpen: false, index: 0 };
    if (view.composing && this.isShown) return;
    const wanted =
      slash && isOpen && !view.composing && view.editable && view.hasFocus() ? this.#filter(slash.query) : [];
    const chosen = wanted[Math.min(index, wanted.length - 1)];
    this.settings.list.hidden = chosen === undefined;
    this.#tell(chosen);
    if (!chosen || !slash) return;
    for (const option of this.#options) option.ariaSelected = String(option === chosen);
    this.#place(slash.from);
    chosen.scrollIntoView({ block: "nearest" });
  }

  takeKey(event: KeyboardEvent): boolean {
    if (!this.isShown || event.isComposing || this.view.composing) return false;
    const shown = this.#options.filter((option) => !option.hidden);
    const index = shown.findIndex((option) => option.ariaSelected === "true");
    const to = { ArrowDown: index + 1, ArrowUp: index - 1 + shown.length }[event.key];
    if (to !== undefined) move(this.view, { index: to % shown.length });
    else if (event.key === "Enter" || event.key === "Tab") this.#choose(shown[index]);
    else if (event.key === "Escape") move(this.view, "close");
    else return false;
    return true;
  }

  #filter(query: string): HTMLElement[] {
    for (const option of this.#options) {
      const { item = "", also = "" } = option.dataset;
      option.hidden = !isWanted(item, `${option.textContent} ${also}`, query);
    }
    return this.#options.filter((option) => !option.hidden);
  }

  /** Screen readers hear the list as that of the field they are in. */
  #tell(chosen: HTMLElement | undefined): void {
    const { dom } = this.view;
    if (chosen) {
      dom.role = "combobox";
      dom.ariaMultiLine = null;
      dom.ariaExpanded = "true";
      dom.ariaHasPopup = "listbox";
      dom.setAttribute("aria-controls", this.settings.list.id);
      dom.setAttribute("aria-activedescendant", chosen.id);
    } else if (dom.role === "combobox") {
      dom.role = "textbox";
      dom.ariaMultiLine = "true";
      dom.ariaExpanded = dom.ariaHasPopup = null;
      dom.removeAttribute("aria-controls");
      dom.removeAttribute("aria-activedescendant");
    }
  }

  /** Below the line, or above it where a keyboard, the foot of the page or the edge of the window leaves no room. */
  #place(position: number): void {
    const { list } = this.settings;
    const at = this.view.coordsAtPos(position);
    const origin = (list.offsetParent ?? list).getBoundingClientRect();
    const { top, bottom } = openPart();
    const [below, above] = [bottom - at.bottom, at.top - top];
    const isAbove = below < Math.min(ROOM_PX, list.scrollHeight) && above > below;
    list.style.maxBlockSize = `${Math.min(ROOM_PX, Math.max(above, below) - 2 * GAP_PX)}px`;
    list.style.insetBlockStart = isAbove ? "auto" : `${at.bottom - origin.top + GAP_PX}px`;
    list.style.insetBlockEnd = isAbove ? `${origin.bottom - at.top + GAP_PX}px` : "auto";
    const most = Math.max(0, origin.width - list.offsetWidth);
    list.style.insetInlineStart = `${Math.min(at.left - origin.left, most)}px`;
  }

  #clicked = (event: Event): void => {
    const option = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
    if (option) this.#choose(option);
  };

  #choose(option: HTMLElement | undefined): void {
    if (option) this.settings.onChoose(option.dataset.item ?? "", option);
  }
}

/** Choosing must not take the caret out of the text. */
function keepFocus(event: Event): void {
  event.preventDefault();
}
