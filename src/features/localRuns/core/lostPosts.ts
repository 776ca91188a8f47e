import type { Disposable } from "../../../base/disposable.ts";
import { Emitter } from "../../../base/emitter.ts";

/**
 * Why a post isn't among the runs: another `key`, too large (`size`), without its `length`, too many at once (`busy`),
 * broken off, not the JSON of a trace (`content`), or not written to the disk (`unsaved`).
 */
export type LossKind = "key" | "size" | "length" | "busy" | "brokenOff" | "content" | "unsaved";

/** The posts that were lost for one reason. */
export interface Loss {
  readonly kind: LossKind;
  readonly count: number;
  /** A sentence about the newest one, without its content. */
  readonly reason: string;
}

/** The posts of programs that this window has lost. The SDK tells nobody, so they are counted here. */
export class LostPosts implements Disposable {
  readonly #losses = new Map<LossKind, Loss>();
  readonly #seen = new Map<LossKind, number>();
  readonly #changed = new Emitter<Loss | undefined>();
  /** Fires with the reason for which one more was lost, and without when a person has looked or cleared them. */
  readonly onDidChange = this.#changed.event;

  add(kind: LossKind, reason: string): void {
    const loss = { kind, reason, count: (this.#losses.get(kind)?.count ?? 0) + 1 };
    this.#losses.set(kind, loss);
    this.#changed.fire(loss);
  }

  /** All since the window began. */
  get all(): readonly Loss[] {
    return [...this.#losses.values()];
  }

  /** Those that came after a person has looked at them last. */
  get unseen(): readonly Loss[] {
    return this.all
      .map((loss) => ({ ...loss, count: loss.count - (this.#seen.get(loss.kind) ?? 0) }))
      .filter(({ count }) => count > 0);
  }

  /** Notes that a person looks at all of them. */
  see(): void {
    if (this.unseen.length === 0) return;
    for (const { kind, count } of this.all) this.#seen.set(kind, count);
    this.#changed.fire(undefined);
  }

  clear(): void {
    this.#losses.clear();
    this.#seen.clear();
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** How many posts were lost. */
export function countLost(losses: readonly Loss[]): number {
  return losses.reduce((sum, { count }) => sum + count, 0);
}
