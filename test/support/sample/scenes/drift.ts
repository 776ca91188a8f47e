import { isFields } from "#base/json/fieldsOf.ts";
import type { DeskVersion } from "#sample/agent/desk.ts";
import { Random } from "#sample/agent/random.ts";
import type { ToolCall } from "#sample/agent/speech.ts";

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

const deskTools = ["lookup_customer", "search_orders", "get_policy", "issue_refund"] as const;
type DeskTool = (typeof deskTools)[number];

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

  /** The drift of the next run. */
  next(): Drift | undefined {
    if (!this.drift) return undefined;
    const { seed, every = 1 } = this.drift;
    this.#count += 1;
    return this.#count % every === 0 ? driftOf(seed) : undefined;
  }
}

const regions = ["EU", "UK", "APAC", "CA"] as const;
const extraTools = ["check_limit", "search_tickets", "read_ledger", "send_survey"] as const;
const wordings = [
  "Your money is on its way back.",
  "All settled: you get it back within five days.",
  "We put this right today.",
] as const;

/** The refund desk that drifts. */
export function driftedDesk({ kind, tool, chance }: Drift): DeskVersion {
  return {
    calls: (calls) => driftedCalls({ kind, tool, chance }, calls),
    amount: (amount) => (kind === "number" ? amount + 20 + Math.floor(chance * 10) * 20 : amount),
    reply: (reply) => (kind === "wording" ? pick(wordings, chance) : reply),
  };
}

function driftedCalls({ kind, tool, chance }: Drift, calls: readonly ToolCall[]): readonly ToolCall[] {
  const at = calls.findIndex(({ name }) => name === tool);
  const call = calls[at];
  if (!call) return calls;
  const before = calls.slice(0, at);
  const after = calls.slice(at + 1);
  switch (kind) {
    case "order":
      return [...before, ...after.slice(0, 1), call, ...after.slice(1)];
    case "extraCall":
      return [...before, extraCall(calls, chance), call, ...after];
    case "argument":
      return [...before, { ...call, input: otherInput(tool, call.input, chance) }, ...after];
    case "slow":
      return [...before, { ...call, takes: [90_000, 120_000] }, ...after];
    case "missingStep":
      return [...before, ...after];
    case "number":
    case "wording":
      return calls;
  }
}

/** The arguments with one of them changed. */
function otherInput(tool: DeskTool, input: unknown, chance: number): unknown {
  const others: Record<DeskTool, Record<string, unknown>> = {
    lookup_customer: { fields: "plan,orders" },
    search_orders: { days: chance < 0.5 ? 30 : 365 },
    get_policy: { region: pick(regions, chance) },
    issue_refund: { currency: chance < 0.5 ? "EUR" : "GBP" },
  };
  return { ...(isFields(input) ? input : {}), ...others[tool] };
}

function extraCall([first]: readonly ToolCall[], chance: number): ToolCall {
  const { customer_id } = isFields(first?.input) ? first.input : {};
  const [name, input] = [pick(extraTools, chance), { customer_id }];
  return { name, iteration: 1, type: "http", input, result: { ok: true }, takes: [200, 300] };
}

function pick<T>(list: readonly [T, ...T[]], chance: number): T {
  return list[Math.floor(chance * list.length)] ?? list[0];
}
