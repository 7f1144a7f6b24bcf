import { expect, test } from "vitest";
import { readAddress } from "./link_address";

test.each([
  ["www.example.org/agenda", "https://www.example.org/agenda"],
  ["example.org", "https://example.org"],
  ["aoi@tried.example", "mailto:aoi@tried.example"],
  ["https://example.org/a b", "https://example.org/a%20b"],
  ["  http://wiki.example:8080/x?y=1#z ", "http://wiki.example:8080/x?y=1#z"],
  ["日本語.example/資料", "https://日本語.example/資料"],
  ["mailto:aoi@tried.example", "mailto:aoi@tried.example"],
])("%s is meant as %s", (typed, address) => {
  expect(readAddress(typed)).toBe(address);
});

test.each([
  "",
  "来週の資料",
  "agenda",
  "javascript:alert(1)",
  "file:///etc/passwd",
  "1.5",
  "v1.2",
  "https://",
  "a b.example",
])("%s is no address", (typed) => {
  expect(readAddress(typed)).toBeNull();
});
