/** What people type for an address: mostly without the part that a browser needs. */
import { isSafeLink } from "./schema";

const MAIL = /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/;
const HOST = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]*\.)+\p{L}[\p{L}\p{N}-]+(?::\d+)?(?:[/?#].*)?$/u;

/** The address they mean, or null where it is none. */
export function readAddress(typed: string): string | null {
  const words = typed.trim();
  const address = isSafeLink(words)
    ? words
    : MAIL.test(words)
      ? `mailto:${words}`
      : HOST.test(words)
        ? `https://${words}`
        : "";
  const written = address.replaceAll(/\s/g, encodeURIComponent);
  return written && URL.canParse(written) ? written : null;
}
