/**
 * Dates of a quarter as chips. Space (or a tap) picks one up, up and down move it by a week, left and right by a quarter
 * of an hour, Enter sets it down, Escape puts it back; dragged onto another one the two swap. What it says goes into
 * the status line of the form. Each chip stands before the input that holds its time.
 */
import { attach } from "#ui/attach";

const WEEK_MIN = 7 * 24 * 60;
const STEPS: Record<string, number> = { ArrowUp: -WEEK_MIN, ArrowDown: WEEK_MIN, ArrowLeft: -15, ArrowRight: 15 };

let toFocus = ""; // the form comes back anew after each change

export function layQuarter(table: HTMLElement): undefined {
  const form = table.closest("form") as HTMLFormElement;
  let held: HTMLElement | null = null;
  let before = "";
  let dragged: HTMLElement | null = null;
  table.dataset.live = "";
  document.getElementById(toFocus)?.focus();
  toFocus = "";

  const say = (words: string | undefined, chip: HTMLElement): void => {
    const line = form.querySelector("[data-said]");
    const said = (words ?? "").replace("{name}", chip.dataset.who ?? "").replace("{time}", spoken(inputOf(chip).value));
    if (line) line.textContent = said;
    for (const part of form.querySelectorAll<HTMLElement>(".q-help__keys, .q-help__tools")) part.hidden = !held;
  };
  const pickUp = (chip: HTMLElement): void => {
    if (!inputOf(chip).value) return;
    held = chip;
    before = inputOf(chip).value;
    chip.setAttribute("aria-pressed", "true");
    say(table.dataset.held, chip);
  };
  const letGo = (chip: HTMLElement, words: string | undefined): void => {
    held = null;
    chip.setAttribute("aria-pressed", "false");
    say(words, chip);
  };
  const press = (key: string): void => {
    if (!held) return;
    const chip = held;
    const input = inputOf(chip);
    if (key in STEPS) {
      input.value = later(input.value, STEPS[key] ?? 0);
      show(chip, input.value);
      say(table.dataset.held, chip);
    } else if (key === "Escape") {
      input.value = before;
      show(chip, before);
      letGo(chip, table.dataset.back);
    } else {
      letGo(chip, table.dataset.put);
      if (input.value !== before) settle(chip);
    }
  };
  const settle = (chip: HTMLElement): void => {
    toFocus = chip.id;
    inputOf(chip).dispatchEvent(new Event("change", { bubbles: true }));
  };

  table.addEventListener("keydown", (event) => {
    const chip = chipOf(event.target);
    if (!chip) return;
    if (held && (event.key in STEPS || event.key === "Escape" || event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      press(event.key);
    } else if (!held && (event.key === " " || event.key === "Enter")) {
      event.preventDefault();
      pickUp(chip);
    }
  });
  table.addEventListener("click", (event) => {
    const chip = chipOf(event.target);
    if (!chip) return;
    const was = held;
    if (was) press("Enter");
    if (was !== chip) pickUp(chip);
  });
  form.addEventListener("click", (event) => {
    const key = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do;
    if (key) press(key);
  });
  table.addEventListener("dragstart", (event) => {
    dragged = chipOf(event.target);
    event.dataTransfer?.setData("text/plain", "");
  });
  table.addEventListener("dragover", (event) => {
    const chip = chipOf(event.target);
    if (dragged && chip && chip !== dragged) event.preventDefault();
  });
  table.addEventListener("drop", (event) => {
    const chip = chipOf(event.target);
    if (!dragged || !chip || chip === dragged) return;
    event.preventDefault();
    const [one, other] = [inputOf(dragged), inputOf(chip)];
    [one.value, other.value] = [other.value, one.value];
    settle(chip);
  });
  table.addEventListener("dragend", () => {
    dragged = null;
  });
}

/** A time on the wall, so many minutes on; clocks that change between stay as they are on the wall. */
function later(wall: string, minutes: number): string {
  return new Date(Date.parse(`${wall}Z`) + minutes * 60_000).toISOString().slice(0, 16);
}

function show(chip: HTMLElement, wall: string): void {
  const day = chip.querySelector("[data-day]");
  const clock = chip.querySelector("[data-clock]");
  const moment = new Date(`${wall}Z`);
  const weekday = new Intl.DateTimeFormat(language(), { weekday: "short", timeZone: "UTC" }).format(moment);
  const date = moment.getUTCDate();
  if (day) day.textContent = language() === "ja" ? `${date}(${weekday})` : `${weekday} ${date}`;
  if (clock) clock.textContent = `${moment.getUTCHours()}:${wall.slice(14, 16)}`;
}

function spoken(wall: string): string {
  const how: Intl.DateTimeFormatOptions = { month: "short", day: "numeric", weekday: "short", timeZone: "UTC" };
  if (wall.slice(0, 4) !== String(new Date().getFullYear())) how.year = "numeric";
  const moment = new Date(`${wall}Z`);
  const day = new Intl.DateTimeFormat(language(), how).format(moment).replace(",", "");
  return `${day} ${moment.getUTCHours()}:${wall.slice(14, 16)}`;
}

/** Of the forms that the server writes: days before months. */
function language(): "ja" | "en-GB" {
  return document.documentElement.lang === "ja" ? "ja" : "en-GB";
}

function chipOf(target: EventTarget | null): HTMLElement | null {
  return (target as Element).closest<HTMLElement>("button.qchip");
}

function inputOf(chip: HTMLElement): HTMLInputElement {
  return chip.parentElement?.querySelector("input") as HTMLInputElement;
}

attach("quarter", layQuarter);
