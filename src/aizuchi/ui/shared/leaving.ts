/** Forms marked data-guard: whoever leaves with something typed and not sent is asked once by the browser. */
export function guardLeaving(page: Document): void {
  const touched = new Set<Element>();
  page.addEventListener("input", (event) => {
    const form = (event.target as Element).closest("form[data-guard]");
    if (form) touched.add(form);
  });
  page.addEventListener("submit", (event) => touched.delete(event.target as Element));
  window.addEventListener("beforeunload", (event) => {
    if ([...touched].some((form) => form.isConnected)) event.preventDefault();
  });
}
