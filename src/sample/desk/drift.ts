import { Random } from "../agent/random.ts";
import { type FieldErrors, throwIfInvalid } from "../http/apiFailure.ts";
import { rejectUnknown } from "../requests/fields.ts";

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

/**
 * Reads `{"seed": 3, "every": 5}`; an empty object is a desk that behaves.
 * @throws ApiFailure 400 that names the wrong field
 */
export function readDriftSettings(body: Record<string, unknown>): DriftSettings | undefined {
  const errors: FieldErrors = {};
  rejectUnknown(Object.keys(body), ["seed", "every"], errors);
  const { seed, every = 1 } = body;
  const isCount = (value: unknown, least: number): value is number => Number.isInteger(value) && Number(value) >= least;
  if (seed !== undefined && !isCount(seed, 0)) errors["seed"] = "must be a whole number from 0";
  if (!isCount(every, 1)) errors["every"] = "must be a whole number from 1";
  throwIfInvalid(errors);
  return isCount(seed, 0) && isCount(every, 1) ? { seed, every } : undefined;
}

export class DriftingRuns {
  settings: DriftSettings | undefined;
  #count = 0;

  constructor(settings: DriftSettings | undefined) {
    this.settings = settings;
  }

  next(): Drift | undefined {
    if (!this.settings) return undefined;
    const { seed, every = 1 } = this.settings;
    this.#count += 1;
    return this.#count % every === 0 ? driftOf(seed) : undefined;
  }
}
