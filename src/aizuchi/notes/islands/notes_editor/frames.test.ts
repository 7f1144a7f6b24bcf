import { expect, test } from "vitest";
import { Frame, FrameReader, Sync, syncFrame } from "./frames";

test.each([0, 1, 127, 128, 300, 70_000])("a chunk of %i bytes comes back as it was", (length) => {
  const chunk = new Uint8Array(length).map((_, index) => index % 251);

  const reader = new FrameReader(syncFrame(Sync.UPDATE, chunk));

  expect(reader.number()).toBe(Frame.SYNC);
  expect(reader.number()).toBe(Sync.UPDATE);
  expect(reader.chunk()).toEqual(chunk);
});

test("a frame that ends early is not taken for a whole one", () => {
  const frame = syncFrame(Sync.UPDATE, new Uint8Array(10)).subarray(0, 6);
  const reader = new FrameReader(frame.subarray(2));

  expect(() => reader.chunk()).toThrow(RangeError);
});
