import { expect, test, vi } from "vitest";
import { Close } from "./frames";
import { CannotMake, makeDocument } from "./making";

const answer = (status: number, redirected = false): void =>
  void vi.stubGlobal("fetch", async () => ({
    status,
    redirected,
    ok: status < 400,
    json: async () => ({ document: "7" }),
  }));

test("the answer names the document", async () => {
  answer(200);

  expect(await makeDocument("/meetings/1/private-note")).toBe("7");
});

test.each([
  [401, false, Close.SIGNED_OUT],
  [200, true, Close.SIGNED_OUT],
  [403, false, Close.NOT_FOUND],
  [404, false, Close.NOT_FOUND],
])("an answer %s (led on: %s) ends it", async (status, redirected, code) => {
  answer(status, redirected);

  await expect(makeDocument("/")).rejects.toMatchObject({ code });
});

test("a server in trouble may be asked again", async () => {
  answer(503);

  await expect(makeDocument("/")).rejects.not.toBeInstanceOf(CannotMake);
});
