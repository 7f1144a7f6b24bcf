import { expect, test } from "vitest";
import { type Card, People } from "./people";

const card = (id: string): Card => ({ id, name: id, short: id, initial: id, hue: 0, names: [id] });

test("words that another person sent under the same number are not the first one's", () => {
  const people = new People([card("hers"), card("his")], "hers");

  people.learn({ "5": "hers", "5@120": "his", "5@130": "" });

  expect(people.behind(5, 119)?.id).toBe("hers");
  expect(people.behind(5, 120)?.id).toBe("his");
  expect(people.behind(5, 130)).toBeUndefined();
  expect(people.behind(6, 0)).toBeUndefined();
});
