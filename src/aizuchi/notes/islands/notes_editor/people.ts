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
  #authors = new Map<number, string>();

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

  learn(authors: Record<string, string>): void {
    for (const [client, person] of Object.entries(authors)) this.#authors.set(Number(client), person);
  }

  idOf(client: number): string | undefined {
    return this.#authors.get(client);
  }

  behind(client: number): Card | undefined {
    return this.#cards.get(this.#authors.get(client) ?? "");
  }
}
