/**
 * In milliseconds: for so long a row that has moved has no buttons. VS Code draws a view up to half a second after the
 * change, and people click twice.
 */
export const restlessFor = 2_500;

/**
 * Which rows have just changed their places. An extension can't see the pointer, and a click that was meant for the row
 * before reaches the one that has come under it.
 */
export class RowMoves {
  readonly #now: () => number;
  readonly #until = new Map<string, number>();
  #places: ReadonlyMap<string, number> = new Map();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** The rows after the person opened or closed one, or chose other rows. @param ids from top to bottom */
  reset(ids: readonly string[]): void {
    this.#places = placesOf(ids);
  }

  /** The rows after a change that nobody here asked for. @returns those with another place than before */
  change(ids: readonly string[]): string[] {
    const before = this.#places;
    this.#places = placesOf(ids);
    const now = this.#now();
    for (const [id, until] of this.#until) if (until <= now) this.#until.delete(id);
    if (before.size === 0) return [];
    const moved = ids.filter((id, place) => before.get(id) !== place);
    for (const id of moved) this.#until.set(id, now + restlessFor);
    return moved;
  }

  hasJustMoved(id: string): boolean {
    return (this.#until.get(id) ?? 0) > this.#now();
  }
}

function placesOf(ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id, place) => [id, place]));
}
