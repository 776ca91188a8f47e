import { countOf, formatCount } from "./counts.ts";
import type { ModelUsage } from "./usage.ts";

/** The tokens and the cost of several model calls. */
export interface ModelSum {
  readonly tokens: number;
  /** In dollars, of the calls whose price is known. */
  readonly cost: number;
  /** The models whose price isn't known, each once. */
  readonly unpriced: readonly string[];
}

/** *gpt-4o-mini* of `openai/gpt-4o-mini`. */
export function modelName(model: string): string {
  return model.slice(model.lastIndexOf("/") + 1) || model;
}

/** *1,204 tokens*, *1.2M tokens* */
export function tokensText(count: number): string {
  return count < 1_000_000 ? countOf(count, "token") : `${(Math.floor(count / 100_000) / 10).toFixed(1)}M tokens`;
}

/** In dollars: *$0.0031*, *$4.87*, *<$0.0001*, and *$0* for nothing. */
export function costText(cost: number): string {
  if (cost === 0) return "$0";
  if (cost < 0.0001) return "<$0.0001";
  return `$${cost < 1 ? cost.toFixed(4) : cost.toFixed(2)}`;
}

/** The cost of one call, or that its price isn't known. */
export function callCostText(usage: ModelUsage): string {
  return usage.cost === undefined ? "price unknown" : costText(usage.cost);
}

/** The cost of several calls: *$0.0031*, *at least $4.87*, *price unknown*. */
export function sumText({ cost, unpriced }: ModelSum): string {
  if (unpriced.length === 0) return costText(cost);
  return cost === 0 ? "price unknown" : `at least ${costText(cost)}`;
}

/** *price unknown for 1 model*; empty if all are known. */
export function unpricedText({ unpriced }: ModelSum): string {
  return unpriced.length === 0 ? "" : `price unknown for ${countOf(unpriced.length, "model")}`;
}

/** *150 tokens: 120 in, 30 out, $0.000036* */
export function modelUsageText(usage: ModelUsage): string {
  const { prompt, completion, total, cost } = usage;
  const price = cost === undefined ? "price unknown" : exactCost(cost);
  return `${countOf(total, "token")}: ${formatCount(prompt)} in, ${formatCount(completion)} out, ${price}`;
}

/** In dollars, with as many digits as it takes: *$0.000018*. */
export function exactCost(cost: number): string {
  if (cost === 0) return "$0";
  const digits = Math.min(12, Math.max(4, 2 - Math.floor(Math.log10(cost))));
  // At least four digits, as all costs have, and no zeros behind more.
  const [whole, rest = ""] = cost.toFixed(digits).split(".");
  let end = rest.length;
  while (end > 4 && rest[end - 1] === "0") end--;
  return `$${whole}.${rest.slice(0, end)}`;
}
