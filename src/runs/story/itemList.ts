import type { TranscriptChange, TranscriptItem } from "../transcriptItems.ts";

/** The items of a story in the order in which they began, and what changed since somebody last asked. */
export class ItemList {
  readonly #items: TranscriptItem[] = [];
  readonly #positions = new Map<string, number>();
  /** By id: the whole item when `undefined`, else the text that it grew by. */
  #changed = new Map<string, string | undefined>();

  get all(): readonly TranscriptItem[] {
    return this.#items;
  }

  find(id: string | undefined): TranscriptItem | undefined {
    const position = id === undefined ? undefined : this.#positions.get(id);
    return position === undefined ? undefined : this.#items[position];
  }

  add(item: TranscriptItem): void {
    this.#positions.set(item.id, this.#items.length);
    this.#items.push(item);
    this.#changed.set(item.id, undefined);
  }

  /** @param grown the text at the end of the item, when it is all that is new */
  replace(item: TranscriptItem, grown?: string): void {
    const position = this.#positions.get(item.id);
    if (position === undefined) return;
    this.#items[position] = item;
    const before = this.#changed.get(item.id);
    const isWhole = this.#changed.has(item.id) && before === undefined;
    this.#changed.set(item.id, grown === undefined || isWhole ? undefined : (before ?? "") + grown);
  }

  /** What changed since the last call: one change an item. */
  takeChanges(): TranscriptChange[] {
    const changed = this.#changed;
    this.#changed = new Map();
    return [...changed].flatMap(([id, text]): TranscriptChange[] => {
      const item = this.find(id);
      if (text !== undefined) return [{ kind: "append", id, text }];
      return item ? [{ kind: "upsert", item }] : [];
    });
  }
}
