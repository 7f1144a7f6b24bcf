/** A note in which nobody has written yet has no document; its first words ask for one. */
import { headersOf } from "#ui/requests";
import { Close } from "./frames";

/** There is no use in asking again. */
export class CannotMake extends Error {
  constructor(readonly code: number) {
    super("cannot make the document");
  }
}

/** The key of the document. Throws CannotMake; anything else may go better the next time. */
export async function makeDocument(address: string): Promise<string> {
  const headers = { ...headersOf(document), "HX-Request": "true" };
  const answer = await fetch(address, { method: "POST", headers, keepalive: true });
  if (answer.status === 401 || answer.redirected) throw new CannotMake(Close.SIGNED_OUT);
  if (answer.status === 403 || answer.status === 404) throw new CannotMake(Close.NOT_FOUND);
  if (!answer.ok) throw new Error("not made");
  return ((await answer.json()) as { document: string }).document;
}
