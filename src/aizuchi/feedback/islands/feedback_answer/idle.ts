/** Blinding a token takes a slow phone a fifth of a second: that must not be the moment of a tap. */
export function whenIdle(act: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(act, { timeout: 5_000 });
  else setTimeout(act, 1_000); // not every browser has it
}
