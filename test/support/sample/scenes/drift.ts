import { Random } from "../../../../src/sample/agent/random.ts";

export const driftKinds = ["order", "extraCall", "argument", "number", "slow", "missingStep", "wording"] as const;
type DriftKind = (typeof driftKinds)[number];

/** How a version of the refund desk differs from the one that behaves. */
export interface Drift {
  kind: DriftKind;
  /** The tool that is concerned: called later, before, otherwise, slowly, or not at all. */
  tool: DeskTool;
  /** A number from 0 to below 1 that decides the rest. */
  chance: number;
}

/** Which runs drift: those whose number within `every` is the last one; all of them by default. */
export interface DriftSettings {
  seed: number;
  every?: number;
}

export const deskTools = ["lookup_customer", "search_orders", "get_policy", "issue_refund"] as const;
export type DeskTool = (typeof deskTools)[number];

/** The drift of a version. Seven seeds in a row have the seven kinds. */
export function driftOf(seed: number): Drift {
  const random = new Random(seed);
  const kind = driftKinds[((seed % driftKinds.length) + driftKinds.length) % driftKinds.length] ?? "order";
  // The last tool has no later one to change places with, and the refund alone has an amount.
  const tool = kind === "number" ? "issue_refund" : random.pick(kind === "order" ? firstTools : deskTools);
  return { kind, tool, chance: random.next() };
}

const firstTools = ["lookup_customer", "search_orders"] as const;

export class DriftingRuns {
  /** From now on; `undefined` makes them behave. */
  drift: DriftSettings | undefined;
  #count = 0;

  constructor(drift: DriftSettings | undefined) {
    this.drift = drift;
  }

  next(): Drift | undefined {
    if (!this.drift) return undefined;
    const { seed, every = 1 } = this.drift;
    this.#count += 1;
    return this.#count % every === 0 ? driftOf(seed) : undefined;
  }
}
