/**
 * While somebody shares their screen, one key (h) or a button [data-share-screen] hides everything private until it is
 * pressed again. A cookie of this session carries it from page to page, so that nothing private is drawn even once.
 */
const COOKIE = "sharing";

export function toggleSharing(page: Document): void {
  const isSharing = page.body.classList.toggle("is-sharing");
  page.cookie = `${COOKIE}=1; path=/; samesite=lax${isSharing ? "" : "; max-age=0"}`;
  for (const button of page.querySelectorAll("[data-share-screen]"))
    button.setAttribute("aria-pressed", String(isSharing));
}

export function listen(page: Document): void {
  page.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-share-screen]")) toggleSharing(page);
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "h" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!isWriting(event.target as HTMLElement)) toggleSharing(page);
  });
}

function isWriting(target: HTMLElement): boolean {
  return target.closest("input, textarea, select, [contenteditable]:not([contenteditable=false])") !== null;
}

listen(document);
