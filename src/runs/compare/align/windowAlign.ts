import type { Scores } from "./scores.ts";
import type { Stretch } from "./uniquePairs.ts";

/** Steps of each side in one window. */
const window = 400;

/**
 * Pairs the steps of a stretch, in order, for the highest sum of scores (Needleman and Wunsch, gaps cost nothing). A
 * stretch that is longer than a window is aligned window by window: the first half of each is kept, and the next
 * begins there, so time grows with the length alone and memory not at all.
 */
export class WindowAlign {
  readonly #scores: Scores;
  /** For each cell of a window, whether the best way goes on with a pair (0), the next of A (1) or of B (2). */
  #ways = new Uint8Array(0);

  constructor(scores: Scores) {
    this.#scores = scores;
  }

  align({ a, aEnd, b, bEnd }: Stretch, pair: (a: number, b: number) => void): void {
    let i = a;
    let j = b;
    while (i < aEnd && j < bEnd) {
      const rows = Math.min(window, aEnd - i);
      const columns = Math.min(window, bEnd - j);
      this.#fill(i, rows, j, columns);
      // The whole of the last window, else half of it.
      const isLast = i + rows === aEnd && j + columns === bEnd;
      const most = isLast ? Infinity : window / 2;
      let row = 0;
      let column = 0;
      while (row < rows && column < columns && row < most && column < most) {
        const way = this.#ways[row * columns + column];
        if (way === 0) pair(i + row, j + column);
        if (way !== 2) row += 1;
        if (way !== 1) column += 1;
      }
      if (isLast) return;
      i += row;
      j += column;
    }
  }

  /** From the end, so that of equally good pairs the first one is taken. */
  #fill(a: number, rows: number, b: number, columns: number): void {
    if (this.#ways.length < rows * columns) this.#ways = new Uint8Array(rows * columns);
    const ways = this.#ways;
    const scores = this.#scores;
    const forms = scores.b.form;
    let below = new Int32Array(columns + 1);
    let best = new Int32Array(columns + 1);
    for (let row = rows - 1; row >= 0; row--) {
      const form = scores.a.form[a + row];
      best[columns] = 0;
      for (let column = columns - 1; column >= 0; column--) {
        const nextA = below[column]!;
        const nextB = best[column + 1]!;
        let way = nextA >= nextB ? 1 : 2;
        let most = nextA >= nextB ? nextA : nextB;
        if (forms[b + column] === form) {
          const score = scores.of(a + row, b + column);
          if (score > 0 && score + below[column + 1]! >= most) {
            way = 0;
            most = score + below[column + 1]!;
          }
        }
        ways[row * columns + column] = way;
        best[column] = most;
      }
      [below, best] = [best, below];
    }
  }
}
