import { plainNumber } from "#base/json/exactNumber.ts";
import { formatCount } from "./counts.ts";

/** How many tokens a model read and wrote, as its provider counted them. */
export interface Usage {
  readonly prompt: number;
  readonly completion: number;
  readonly total: number;
}

/** The tokens of one call of a model, with what they cost in dollars. An unknown price is absent: it isn't zero. */
export interface ModelUsage extends Usage {
  readonly promptCost?: number;
  readonly completionCost?: number;
  readonly cost?: number;
}

/** The usage of a model call in a trace, with its costs `…_cost_usd`. */
export function readModelUsage(value: unknown): ModelUsage | undefined {
  const usage = readUsage(value);
  if (!usage) return undefined;
  return { ...usage, ...readCosts(value as Record<string, unknown>) };
}

/** What a call of a model cost, in dollars, by the fields of its usage: the only function that knows prices. */
export function readCosts(usage: Readonly<Record<string, unknown>>): Omit<ModelUsage, keyof Usage> {
  const [promptCost, completionCost, whole] = ["prompt_tokens", "completion_tokens", "total_tokens"].map((name) => {
    const cost = plainNumber(usage[`${name}_cost_usd`]);
    return typeof cost === "number" && Number.isFinite(cost) && cost >= 0 ? cost : undefined;
  });
  const both = promptCost === undefined || completionCost === undefined ? undefined : promptCost + completionCost;
  return { promptCost, completionCost, cost: whole ?? both };
}

/** The usage of a chunk of a model's stream: `{prompt_tokens, completion_tokens, total_tokens}`. */
export function readUsage(value: unknown): Usage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  const [prompt, completion, total] = ["prompt_tokens", "completion_tokens", "total_tokens"].map((name) => {
    const count = fields[name];
    return typeof count === "number" && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
  });
  if (prompt === undefined || completion === undefined) return undefined;
  return { prompt, completion, total: total ?? prompt + completion };
}

const noTokens: Usage = { prompt: 0, completion: 0, total: 0 };

/** @param less what is taken away from the sum */
export function sumOfUsage(a: Usage = noTokens, b: Usage = noTokens, less: Usage = noTokens): Usage {
  const sum = (name: keyof Usage): number => a[name] + b[name] - less[name];
  return { prompt: sum("prompt"), completion: sum("completion"), total: sum("total") };
}

/** *1,017 tokens: 1,008 in, 9 out* */
export function usageText({ prompt, completion, total }: Usage): string {
  return `${formatCount(total)} tokens: ${formatCount(prompt)} in, ${formatCount(completion)} out`;
}
