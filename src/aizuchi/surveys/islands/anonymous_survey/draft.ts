/** What was begun, in this browser only, until it is sent or the time to answer is over. */
const PREFIX = "aizuchi:survey:draft:";
const FIELDS = "[data-question] input, [data-question] textarea";

type Field = HTMLInputElement | HTMLTextAreaElement;
type Draft = { until: string; fields: [name: string, value: string][] };

export function keepDraft(root: HTMLElement, right: string, until: string): void {
  const fields = [...root.querySelectorAll<Field>(FIELDS)]
    .filter((one) => (isChoice(one) ? one.checked : one.value !== ""))
    .map((one): [string, string] => [one.name, one.value]);
  try {
    localStorage.setItem(PREFIX + right, JSON.stringify({ until, fields } satisfies Draft));
  } catch {
    // a browser that keeps nothing asks again
  }
}

/** Returns whether anything was begun. */
export function restoreDraft(root: HTMLElement, right: string): boolean {
  forgetOldDrafts();
  const fields = read(PREFIX + right)?.fields ?? [];
  for (const [name, value] of fields) {
    for (const one of root.querySelectorAll<Field>(FIELDS)) {
      if (one.name !== name) continue;
      if (!isChoice(one)) one.value = value;
      else if (one.value === value) one.checked = true;
    }
  }
  return fields.length > 0;
}

function forgetOldDrafts(): void {
  const today = new Date().toISOString().slice(0, 10);
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX) && (read(key)?.until ?? "") < today) localStorage.removeItem(key);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}

export function forgetDraft(right: string): void {
  try {
    localStorage.removeItem(PREFIX + right);
  } catch {
    // nothing was kept there
  }
}

function read(key: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

function isChoice(one: Field): one is HTMLInputElement {
  return one instanceof HTMLInputElement && ["radio", "checkbox"].includes(one.type);
}
