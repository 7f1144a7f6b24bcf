import { beforeEach, describe, expect, it, vi } from "vitest";
import { layQuarter } from "./quarter";

function page(): { table: HTMLElement; chips: HTMLElement[]; inputs: HTMLInputElement[]; changed: () => number } {
  document.documentElement.lang = "ja";
  document.body.innerHTML = `<form><table data-held="つかんだ {name} {time}" data-back="戻した {name}" data-put="置いた {name}"><tr>
    <td><div><button class="qchip" id="q-1" data-who="矢野さん" aria-pressed="false"><span data-day>17(木)</span><strong data-clock>9:00</strong></button><input value="2026-12-17T09:00"></div></td>
    <td><div><button class="qchip" id="q-2" data-who="芝田さん" aria-pressed="false"><span data-day>8(火)</span><strong data-clock>9:30</strong></button><input value="2026-12-08T09:30"></div></td>
    </tr></table><p data-said></p><p class="q-help__keys" hidden></p><div class="q-help__tools" hidden><button type="button" data-do="ArrowUp"></button></div></form>`;
  const table = document.querySelector("table") as HTMLElement;
  const change = vi.fn();
  document.querySelector("form")?.addEventListener("change", change);
  layQuarter(table);
  return {
    table,
    chips: [...document.querySelectorAll<HTMLElement>(".qchip")],
    inputs: [...document.querySelectorAll<HTMLInputElement>("input")],
    changed: () => change.mock.calls.length,
  };
}

function press(chip: HTMLElement, ...keys: string[]): void {
  for (const key of keys) chip.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

const said = (): string => document.querySelector("[data-said]")?.textContent ?? "";

describe("a chip", () => {
  let it_: ReturnType<typeof page>;
  beforeEach(() => {
    it_ = page();
  });

  it("is picked up with Space, which is said, and shows the keys", () => {
    press(it_.chips[0] as HTMLElement, " ");
    expect(it_.chips[0]?.getAttribute("aria-pressed")).toBe("true");
    expect(said()).toContain("つかんだ 矢野さん");
    expect(document.querySelector<HTMLElement>(".q-help__keys")?.hidden).toBe(false);
  });

  it("moves by a week and by a quarter of an hour, and is set with Enter", () => {
    press(it_.chips[0] as HTMLElement, " ", "ArrowDown", "ArrowRight", "ArrowRight");
    expect(it_.inputs[0]?.value).toBe("2026-12-24T09:30");
    expect(it_.changed()).toBe(0);
    press(it_.chips[0] as HTMLElement, "Enter");
    expect(it_.changed()).toBe(1);
  });

  it("says the day as the server does, in both languages", () => {
    press(it_.chips[0] as HTMLElement, " ", "ArrowDown");
    expect(it_.chips[0]?.querySelector("[data-day]")?.textContent).toBe("24(木)");
    document.documentElement.lang = "en";
    press(it_.chips[0] as HTMLElement, "ArrowDown");
    expect(it_.chips[0]?.querySelector("[data-day]")?.textContent).toBe("Thu 31");
    expect(it_.chips[0]?.querySelector("[data-clock]")?.textContent).toBe("9:00");
  });

  it("goes back with Escape, and nothing has changed", () => {
    press(it_.chips[0] as HTMLElement, " ", "ArrowUp", "Escape");
    expect(it_.inputs[0]?.value).toBe("2026-12-17T09:00");
    expect(it_.chips[0]?.querySelector("[data-clock]")?.textContent).toBe("9:00");
    expect(said()).toContain("戻した");
    expect(it_.changed()).toBe(0);
  });

  it("is moved by the tools of a phone as well", () => {
    it_.chips[0]?.click();
    document.querySelector<HTMLElement>("[data-do]")?.click();
    expect(it_.inputs[0]?.value).toBe("2026-12-10T09:00");
  });

  it("swaps with the one it is dropped on", () => {
    const drag = (type: string, chip?: HTMLElement) =>
      chip?.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
    drag("dragstart", it_.chips[0]);
    drag("drop", it_.chips[1]);
    expect(it_.inputs.map((input) => input.value)).toEqual(["2026-12-08T09:30", "2026-12-17T09:00"]);
    expect(it_.changed()).toBe(1);
  });
});
