import type { Disposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { sameJson } from "#base/json/sameJson.ts";

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

/** What isn't among the runs. */
export interface MissingRuns {
  readonly losses: readonly Loss[];
  /** The files that can't be read, each with its name and the reason. */
  readonly files: readonly string[];
}

/** The posts of programs that this window has lost, and the traces that it can't read. The SDK tells nobody. */
export class LostPosts implements Disposable {
  readonly #losses = new Map<LossKind, Loss>();
  #files: readonly string[] = [];
  #seen: MissingRuns = { losses: [], files: [] };
  readonly #changed = new Emitter<Loss | undefined>();
  /** Fires with the reason for which one more was lost, and without after any other change. */
  readonly onDidChange = this.#changed.event;

  add(kind: LossKind, reason: string): void {
    const loss = { kind, reason, count: (this.#losses.get(kind)?.count ?? 0) + 1 };
    this.#losses.set(kind, loss);
    this.#changed.fire(loss);
  }

  /** Notes which files can't be read now. */
  noteFiles(files: readonly string[]): void {
    if (sameJson(files, this.#files)) return;
    this.#files = files;
    this.#changed.fire(undefined);
  }

  /** All posts since the window began or the runs were cleared, and the files. */
  get all(): MissingRuns {
    return { losses: [...this.#losses.values()], files: this.#files };
  }

  /** What has come after a person has last looked. */
  get unseen(): MissingRuns {
    const seen = new Map(this.#seen.losses.map(({ kind, count }) => [kind, count]));
    const { losses, files } = this.all;
    const newLosses = losses.map((loss) => ({ ...loss, count: loss.count - (seen.get(loss.kind) ?? 0) }));
    return {
      losses: newLosses.filter(({ count }) => count > 0),
      files: files.filter((file) => !this.#seen.files.includes(file)),
    };
  }

  /** Notes that a person looks at all of them. */
  see(): void {
    if (isNothing(this.unseen)) return;
    this.#seen = this.all;
    this.#changed.fire(undefined);
  }

  clear(): void {
    this.#losses.clear();
    this.#files = [];
    this.#seen = this.all;
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

export function isNothing({ losses, files }: MissingRuns): boolean {
  return losses.length === 0 && files.length === 0;
}
