/**
 * While somebody shares their screen, one key (h) or a button [data-share-screen] hides everything private until it is
 * pressed again. A cookie of this session carries it from page to page, so that nothing private is drawn even once.
 */
const COOKIE = "sharing";

/** Over https cookies of ours have a prefix, and the server hears no others (config/host_cookies.py). */
export function writeSharing(isSharing: boolean, protocol = location.protocol): string {
  const isEncrypted = protocol === "https:";
  const end = isSharing ? "" : "; max-age=0";
  return `${isEncrypted ? "__Host-" : ""}${COOKIE}=1; path=/; samesite=lax${isEncrypted ? "; secure" : ""}${end}`;
}

export function toggleSharing(page: Document): void {
  const isSharing = page.body.classList.toggle("is-sharing");
  page.cookie = writeSharing(isSharing);
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
