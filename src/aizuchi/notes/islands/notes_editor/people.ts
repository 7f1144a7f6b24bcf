/** Who is behind a Yjs client, as the server tells it, and how they are shown. */

export interface Card {
  id: string;
  name: string;
  short: string;
  initial: string;
  hue: number;
  /** All that this person is called by, in both languages. */
  names: readonly string[];
}

export class People {
  readonly you: string;
  #cards: Map<string, Card>;
  #authors = new Map<number, { start: number; person: string }[]>();

  constructor(cards: readonly Card[], you: string) {
    this.#cards = new Map(cards.map((card) => [card.id, card]));
    this.you = you;
  }

  get cards(): readonly Card[] {
    return [...this.#cards.values()];
  }

  get areSeveral(): boolean {
    return this.#cards.size > 1;
  }

  /** By client; `client@clock` where somebody else goes on from there, or nobody can say who (empty). */
  learn(authors: Record<string, string>): void {
    for (const [place, person] of Object.entries(authors)) {
      const [client = 0, start = 0] = place.split("@").map(Number);
      const runs = (this.#authors.get(client) ?? []).filter((run) => run.start !== start);
      runs.push({ start, person });
      this.#authors.set(
        client,
        runs.sort((one, other) => one.start - other.start),
      );
    }
  }

  /** Who writes as this client now, or who wrote what it wrote then. */
  idOf(client: number, clock = Number.POSITIVE_INFINITY): string | undefined {
    return this.#authors.get(client)?.findLast((run) => run.start <= clock)?.person;
  }

  behind(client: number, clock?: number): Card | undefined {
    return this.#cards.get(this.idOf(client, clock) ?? "");
  }
}
