import { expect, test } from "vitest";
import { encode, open, openDeviceKey, seal } from "./sealed_on_device";

const MINE = "0f".repeat(32);

async function keyOf(told: string): Promise<CryptoKey> {
  return (await openDeviceKey(told)) as CryptoKey;
}

test("opens what it sealed, at its place", async () => {
  const key = await keyOf(MINE);
  const box = await seal(encode("三つの道"), key, "here");

  expect(new TextDecoder().decode(await open(box, key, "here"))).toBe("三つの道");
  expect(new TextDecoder().decode(box.sealed)).not.toContain("三つの道");
});

test("opens at no other place and with no other key", async () => {
  const box = await seal(encode("三つの道"), await keyOf(MINE), "here");

  await expect(open(box, await keyOf(MINE), "there")).rejects.toThrow();
  await expect(open(box, await keyOf("ff".repeat(32)), "here")).rejects.toThrow();
});

test("without a key there is none", async () => {
  expect(await openDeviceKey("")).toBeNull();
});
