/** Dialogs and menus: what older browsers lack of `command` and `closedby`, and arrow keys in menus. */
type Command = (target: HTMLElement) => void;

const COMMANDS: Record<string, Command> = {
  "show-modal": (target) => (target as HTMLDialogElement).showModal(),
  close: (target) => (target as HTMLDialogElement).close(),
  "show-popover": (target) => target.showPopover(),
  "hide-popover": (target) => target.hidePopover(),
  "toggle-popover": (target) => target.togglePopover(),
};
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

export function handleOverlays(page: Document): void {
  if (!("command" in HTMLButtonElement.prototype)) page.addEventListener("click", obeyCommand);
  if (!("closedBy" in HTMLDialogElement.prototype)) page.addEventListener("click", closeFromOutside);
  page.addEventListener("keydown", stepThroughMenu);
}

function obeyCommand(event: Event): void {
  const button = (event.target as Element).closest<HTMLButtonElement>("button[commandfor]");
  const target = document.getElementById(button?.getAttribute("commandfor") ?? "");
  if (button && target) COMMANDS[button.getAttribute("command") ?? ""]?.(target);
}

/** The backdrop belongs to the dialog; everything inside it has an element of its own. */
function closeFromOutside(event: Event): void {
  const target = event.target;
  if (target instanceof HTMLDialogElement && target.getAttribute("closedby") === "any") target.close();
}

function stepThroughMenu(event: KeyboardEvent): void {
  const step = STEPS[event.key];
  const menu = step && (event.target as Element).closest(".menu");
  if (!menu) return;
  const items = [...menu.querySelectorAll<HTMLElement>("a[href], button:not([disabled])")];
  const here = items.indexOf(document.activeElement as HTMLElement);
  items[(here + step + items.length) % items.length]?.focus();
  event.preventDefault();
}
