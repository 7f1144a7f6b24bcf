/** The keys of a note, told on request. One dialog serves all notes of a page. */
const ID = "note-help";

export function showHelp(root: HTMLElement): void {
  const dialog = document.querySelector<HTMLDialogElement>(`#${ID}`) ?? makeDialog(root);
  const back = document.activeElement;
  dialog?.addEventListener("close", () => back instanceof HTMLElement && back.focus(), { once: true });
  dialog?.showModal();
}

function makeDialog(root: HTMLElement): HTMLDialogElement | null {
  const words = root.querySelector<HTMLTemplateElement>("template[data-note-help]");
  const dialog = (words?.content.cloneNode(true) as DocumentFragment | undefined)?.querySelector("dialog") ?? null;
  if (dialog) document.body.append(dialog);
  return dialog;
}
