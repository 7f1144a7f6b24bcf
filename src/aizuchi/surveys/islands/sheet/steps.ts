/**
 * A sheet one question at a time, or all on one page; looked over before it is sent. The question that is shown is the
 * only one without [data-away]; whether it is asked at all is said by `hidden` (sheet.ts).
 */
import type { Sections } from "../conditions";
import { showAsked } from "../sheet";
import { check, tell } from "./checks";
import { listen } from "./keys";
import { bringRankings, drawRanking } from "./ranking";
import { review } from "./review";
import { fillIn, sayAnswer } from "./said";

type Way = "one" | "page";
/** Where somebody is: before the first question, at the code of one, or looking it over. */
type Place = { at: "start" | "review" } | { at: "question"; code: string };

const KEY = "aizuchi:survey:way";
const ONWARD_MS = 350;
const TAP_MS = 600;

export class Steps {
  #place: Place = { at: "start" };
  #way: Way = wantedWay();
  #pointed = new Set<string>();
  #returns = false;
  #tapped = Number.NEGATIVE_INFINITY;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #gone = new AbortController();

  constructor(
    private readonly root: HTMLElement,
    private readonly sections: Sections,
  ) {
    bringRankings(root);
    root.addEventListener("input", (event) => this.#answered(event.target as HTMLElement), this.#gone);
    root.addEventListener(
      "pointerup",
      () => {
        this.#tapped = performance.now();
      },
      this.#gone,
    );
    document.addEventListener("click", (event) => this.#press(event.target as Element), this.#gone);
    listen(
      document,
      { current: () => this.#current(), onward: () => this.#onward(), back: () => this.#back() },
      this.#gone.signal,
    );
    this.refresh();
    const wrong = root.querySelector<HTMLElement>("[data-fault]:not([hidden]), [data-pointed]:not([hidden])");
    const question = wrong?.closest<HTMLElement>("[data-question]");
    if (question && this.#way === "one") this.#place = at(question);
    this.#draw(false);
  }

  destroy(): void {
    clearTimeout(this.#soon);
    this.#gone.abort();
  }

  /** After answers have come from elsewhere than this page's fields. */
  refresh(): void {
    showAsked(this.root, this.sections);
    for (const part of this.root.querySelectorAll<HTMLElement>("[data-kind=ranking]")) drawRanking(part);
    fillIn(this.root);
  }

  #answered(field: HTMLElement): void {
    const question = field.closest<HTMLElement>("[data-question]");
    this.refresh();
    if (question) tell(question, "");
    this.#drawWay();
    const isTap = performance.now() - this.#tapped < TAP_MS;
    if (this.#way === "one" && question && isTap && goesOnByItself(field)) {
      clearTimeout(this.#soon);
      this.#soon = setTimeout(() => this.#onward(), ONWARD_MS);
    }
  }

  #press(target: Element): void {
    if (target.closest("[data-begin]")) this.#begin();
    else if (target.closest("[data-go-on]")) this.#onward();
    else if (target.closest("[data-go-back]")) this.#back();
    else if (target.closest("[data-look-over]")) this.#lookOver();
    else this.#chooseWay(target.closest<HTMLElement>("[data-way-to]")?.dataset.wayTo);
  }

  #shown(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>("[data-question]")].filter((one) => !one.hidden);
  }

  #current(): HTMLElement | undefined {
    const { activeElement } = document;
    if (this.#place.at === "review") return undefined;
    if (this.#way === "page") return this.#shown().find((one) => one.contains(activeElement));
    const place = this.#place;
    return place.at === "question" ? this.#shown().find((one) => one.dataset.question === place.code) : undefined;
  }

  /** To what is not answered yet, or to the first question where all is. */
  #begin(): void {
    const shown = this.#shown();
    const next = shown.find((one) => one.dataset.kind !== "information" && !sayAnswer(one));
    this.#go(next && shown.some((one) => sayAnswer(one)) ? at(next) : shown[0] ? at(shown[0]) : { at: "review" });
  }

  #onward(): void {
    clearTimeout(this.#soon);
    if (this.#place.at === "review") return;
    if (this.#way === "page") this.#focusNext();
    else if (this.#place.at === "start") this.#begin();
    else this.#goOn();
  }

  #goOn(): void {
    const current = this.#current();
    if (current && !this.#passes(current)) return;
    const shown = this.#shown();
    const next = this.#returns ? undefined : shown[current ? shown.indexOf(current) + 1 : 0];
    if (next) this.#go(at(next));
    else this.#lookOver();
  }

  #back(): void {
    clearTimeout(this.#soon);
    const shown = this.#shown();
    const current = this.#current();
    const place = current ? shown.indexOf(current) : this.#place.at === "review" ? shown.length : 0;
    const before = this.#way === "one" ? shown[place - 1] : undefined;
    this.#returns = false;
    this.#go(before ? at(before) : { at: "start" });
  }

  #lookOver(): void {
    const [stop] = this.#shown().filter((one) => !this.#passes(one));
    this.#returns = false;
    if (!stop) {
      review(this.root, this.#shown(), (question) => this.#change(question));
      this.#go({ at: "review" });
    } else if (this.#way === "one") this.#go(at(stop));
    else stop.focus();
  }

  /** From looking it over, and back to it. */
  #change(question: HTMLElement): void {
    this.#returns = this.#way === "one";
    this.#go(this.#returns ? at(question) : { at: "start" });
    if (!this.#returns) question.focus();
  }

  /** Whether nothing is wrong with it; says so where something is. */
  #passes(question: HTMLElement): boolean {
    const code = question.dataset.question ?? "";
    const finding = check(question, this.#pointed.has(code));
    if (finding === "pointed") this.#pointed.add(code);
    tell(question, finding);
    return finding === "";
  }

  #focusNext(): void {
    const shown = this.#shown();
    const current = this.#current();
    const next = shown[current ? shown.indexOf(current) + 1 : 0];
    if (next) next.focus();
    else this.#lookOver();
  }

  #chooseWay(way: string | undefined): void {
    if (way !== "one" && way !== "page") return;
    try {
      localStorage.setItem(KEY, way);
    } catch {
      // a browser that keeps nothing asks anew
    }
    this.#way = way;
    this.#go({ at: "start" });
  }

  #go(place: Place): void {
    this.#place = place;
    this.#draw(true);
  }

  #draw(moves: boolean): void {
    const place = this.#place;
    const isReview = place.at === "review";
    const isOne = this.#way === "one";
    const current = isOne ? this.#current() : undefined;
    this.root.dataset.shows = this.#way;
    put(this.root.querySelector("[data-start]"), isReview || (isOne && place.at !== "start"));
    for (const one of this.root.querySelectorAll("[data-question]")) put(one, isReview || (isOne && one !== current));
    for (const one of this.root.querySelectorAll("[data-section]")) {
      put(one, isReview || (isOne && !(current && one.contains(current))));
    }
    for (const one of this.root.querySelectorAll<HTMLElement>("[data-review]")) one.hidden = !isReview;
    for (const one of document.querySelectorAll<HTMLElement>("[data-keys]")) one.hidden = !isOne;
    show("[data-begin]", isOne && place.at === "start");
    show("[data-go-on]", isOne && place.at === "question");
    show("[data-go-back]", isReview || (isOne && place.at === "question"));
    show("[data-look-over]", !isOne && !isReview);
    show("[data-send]", isReview);
    show("[data-ways]", true);
    for (const one of document.querySelectorAll<HTMLElement>("[data-way-to]")) {
      one.hidden = one.dataset.wayTo === this.#way;
    }
    this.#drawWay();
    if (!moves) return;
    const goal = isReview ? this.root.querySelector<HTMLElement>("[data-review]") : current;
    if (goal) goal.focus({ preventScroll: isOne });
    if (!goal || isOne || isReview) document.documentElement.scrollTop = 0;
  }

  #drawWay(): void {
    const asked = this.#shown().filter((one) => one.dataset.kind !== "information");
    const done = asked.filter((one) => sayAnswer(one)).length;
    const isBegun = this.#place.at !== "start" || done > 0;
    for (const bar of document.querySelectorAll<HTMLProgressElement>("[data-way]")) {
      bar.hidden = !isBegun;
      bar.max = Math.max(1, asked.length);
      bar.value = done;
    }
    show("[data-way-words]", isBegun);
    show("[data-way-else]", !isBegun || this.#place.at === "review");
    write("[data-way-place]", done);
    write("[data-way-count]", asked.length);
  }
}

function at(question: HTMLElement): Place {
  return { at: "question", code: question.dataset.question ?? "" };
}

/** One tap answers it whole. */
function goesOnByItself(field: HTMLElement): boolean {
  const kind = field.closest<HTMLElement>("[data-question]")?.dataset.kind ?? "";
  const isChoice = field instanceof HTMLInputElement && field.type === "radio";
  return isChoice && ["scale", "single", "zero_to_ten"].includes(kind) && (field as HTMLInputElement).value !== "other";
}

function wantedWay(): Way {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === "one" || kept === "page") return kept;
  } catch {
    // then as the screen is
  }
  return globalThis.matchMedia?.("(width < 44rem)").matches ? "one" : "page";
}

function put(part: Element | null, away: boolean): void {
  part?.toggleAttribute("data-away", away);
}

function show(what: string, shown: boolean): void {
  for (const part of document.querySelectorAll<HTMLElement>(what)) part.hidden = !shown;
}

function write(where: string, number: number): void {
  for (const part of document.querySelectorAll<HTMLElement>(where)) part.textContent = String(number);
}
