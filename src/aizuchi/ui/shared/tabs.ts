/** Tabs that are wider than the window begin with the current one in view. */
export function showCurrentTabs(page: Document): void {
  for (const current of page.querySelectorAll<HTMLElement>(".tabs [aria-current]")) {
    const row = current.closest<HTMLElement>(".tabs");
    if (!row) continue;
    const tab = current.getBoundingClientRect();
    const seen = row.getBoundingClientRect();
    row.scrollLeft += tab.left + tab.width / 2 - (seen.left + seen.width / 2);
  }
}
