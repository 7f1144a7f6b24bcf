/**
 * A box that is ticked by itself (hx-post on the box) shows what the server has once its part of the page is drawn anew: whoever
 * presses twice would else see the opposite of what was kept, and the next form would undo it.
 */
export function showKeptBoxes(page: Document): void {
  page.addEventListener("htmx:after:settle", (event) => {
    if (!(event.target instanceof Element)) return;
    for (const box of event.target.querySelectorAll<HTMLInputElement>("input[type=checkbox][hx-post]")) {
      if (box.checked !== box.defaultChecked) box.checked = box.defaultChecked;
    }
  });
}
