import { expect, test } from "vitest";
import { fromBase64, join, sha256, toBase64, toHex, utf8 } from "./bytes";

const ALL = Uint8Array.from({ length: 256 }, (_, byte) => byte);

test("every byte comes back from base64 as it went", () => {
  expect(fromBase64(toBase64(ALL))).toEqual(ALL);
  expect(toBase64(utf8("相"))).toBe("55u4");
});

test("hex has two digits for each byte, and a hash is the one of the standard", async () => {
  expect(toHex(Uint8Array.of(0, 9, 255))).toBe("0009ff");
  expect(toHex(await sha256(utf8("abc")))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("parts are joined in their order, empty ones too", () => {
  expect(join(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
});
