import { countOf } from "#model/counts.ts";
import type { UnknownKind } from "#model/unknownKind.ts";

const maxRuns = 10_000;
const maxNamed = 5;

/** The kinds of events of one app that this version doesn't know, in the runs that were read here. */
export class UnknownKinds {
  readonly #kinds = new Map<string, UnknownKind>();
  /** The runs whose events are counted. */
  readonly #runs = new Set<string>();
  #told = 0;

  get all(): readonly UnknownKind[] {
    return [...this.#kinds.values()];
  }

  /** Adds those of a run that was read to its end. */
  note(runId: string, kinds: Iterable<UnknownKind>): void {
    if (this.#runs.has(runId) || this.#runs.size >= maxRuns) return;
    this.#runs.add(runId);
    for (const { kind, count, shape } of kinds) {
      const kindCount = this.#kinds.get(kind);
      this.#kinds.set(kind, { kind, count: count + (kindCount?.count ?? 0), shape: kindCount?.shape ?? shape });
    }
  }

  /** The sentence about them, once for each number of kinds. */
  takeNews(): string | undefined {
    if (this.#kinds.size === this.#told) return undefined;
    this.#told = this.#kinds.size;
    return unknownKindsSentence(this.all);
  }
}

/** *This app sends 2 kinds of events that this version of Dynamiq Runs doesn't know: hook.v2, plan*: no full stop. */
export function unknownKindsSentence(kinds: readonly UnknownKind[]): string {
  const named = kinds.slice(0, maxNamed).map(({ kind }) => kind);
  const names = [...named, ...(kinds.length > named.length ? ["…"] : [])].join(", ");
  const kindsOf = countOf(kinds.length, "kind of event", "kinds of events");
  return `This app sends ${kindsOf} that this version of Dynamiq Runs doesn't know: ${names}`;
}
