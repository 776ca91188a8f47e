import type { Run } from "#api/schemas.ts";
import { isContainer, plainNumber } from "#base/json/exactNumber.ts";
import { textOf } from "#base/json/fieldsOf.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { formatRunDuration } from "#model/duration.ts";
import { parseTime } from "#model/isoTime.ts";
import { exactCost, type ModelSum, modelName, sumText, tokensText, unpricedText } from "#model/modelCost.ts";
import { silenceText } from "#model/silence.ts";
import { isTerminal } from "#model/status.ts";
import { durationOf } from "./runDuration.ts";

/** What a run of a program on this machine says of itself in its field `trace`. */
export interface TraceSummary {
  readonly title: string;
  /** How many nodes ran. Workflows and flows aren't counted. */
  readonly nodes: number;
  /** The size of its trace; 0 if it isn't known. */
  readonly bytes: number;
  /** The calls of models: none until one has reported its tokens, as the first one may still run, or have failed. */
  readonly models: ModelSum & { readonly calls: number; readonly prompt: number; readonly completion: number };
  readonly blockedCalls: number;
  /** When its program was heard last, in milliseconds since the epoch. Only a run that goes on says it. */
  readonly heardAt?: number;
}

/** The fields of `trace`. */
export interface TraceFields {
  readonly title: string;
  readonly nodes: number;
  readonly bytes?: number;
  readonly model_calls: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  /** In dollars, of the models whose price is known. */
  readonly cost_usd: number;
  /** The models whose price isn't known, each once. */
  readonly unpriced: readonly string[];
  readonly blocked_calls: number;
  /** ISO 8601. */
  readonly heard_at?: string;
}

const summaryCache = new WeakMap<object, TraceSummary | undefined>();

/** `undefined` for a run of an app, which may have a field of this name with other words. */
export function traceOf(run: Partial<Run>): TraceSummary | undefined {
  const { trace } = run;
  if (!isContainer(trace) || Array.isArray(trace)) return undefined;
  if (!summaryCache.has(trace)) summaryCache.set(trace, readTrace(trace as Readonly<Record<string, unknown>>));
  return summaryCache.get(trace);
}

/** The numbers that are always there. */
const requiredCounts = ["nodes", "model_calls", "total_tokens", "cost_usd"] as const;

/** Reads a summary, also from an export, which anybody may have written. */
function readTrace(fields: Readonly<Record<string, unknown>>): TraceSummary | undefined {
  const { title, unpriced } = fields;
  if (typeof title !== "string") return undefined;
  if (requiredCounts.some((name) => typeof plainNumber(fields[name]) !== "number")) return undefined;
  const count = (name: keyof TraceFields): number => {
    const value = plainNumber(fields[name]);
    return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : 0;
  };
  const [tokens, cost] = [count("total_tokens"), count("cost_usd")];
  return {
    title,
    nodes: count("nodes"),
    bytes: count("bytes"),
    models: {
      calls: tokens === 0 && cost === 0 ? 0 : count("model_calls"),
      prompt: count("prompt_tokens"),
      completion: count("completion_tokens"),
      tokens,
      cost,
      unpriced: Array.isArray(unpriced) ? unpriced.filter((each) => typeof each === "string") : [],
    },
    blockedCalls: count("blocked_calls"),
    heardAt: parseTime(textOf(fields["heard_at"])),
  };
}

/** How long nothing has come of a local run that goes on: *no update for 3 min*, else empty. */
export function traceSilence(run: Run, now: number): string {
  return isTerminal(run.status) ? "" : silenceText(traceOf(run)?.heardAt, now);
}

/** A fact of the header, with what a tooltip adds. */
export interface TraceFact {
  readonly text: string;
  readonly detail: string;
}

/** The tokens and the cost of a run; nothing without a call of a model. */
export function usageFacts({ models }: Pick<TraceSummary, "models">): TraceFact[] {
  if (models.calls === 0) return [];
  const { calls, prompt, completion, tokens, cost, unpriced } = models;
  const names = unpriced.map(modelName).join(", ");
  const words = `${formatCount(prompt)} in, ${formatCount(completion)} out, ${countOf(calls, "model call")}`;
  const price = unpriced.length > 0 && cost === 0 ? [] : [{ text: costWords(models), detail: costDetail(cost, names) }];
  const rest = unpriced.length === 0 ? [] : [{ text: unpricedText(models), detail: unpriced.join(", ") }];
  return [{ text: tokensText(tokens), detail: words }, ...price, ...rest];
}

function costWords(models: ModelSum): string {
  return sumText({ ...models, unpriced: [] });
}

function costDetail(cost: number, without: string): string {
  return `${exactCost(cost)}${without === "" ? "" : `, without ${without}`}`;
}

/** What follows in a row: its duration, its tokens, its cost. */
export function traceFacts(run: Run, trace: TraceSummary): string[] {
  const took = durationOf(run);
  const { models } = trace;
  const price = models.calls === 0 ? [] : [sumWords(models)];
  return [
    ...(took === undefined ? [] : [formatRunDuration(took)]),
    ...(models.calls === 0 ? [] : [tokensText(models.tokens)]),
    ...price,
  ];
}

/** *$0.0031*, *$4.87, price unknown for 1 model*, *price unknown for 1 model* */
function sumWords(models: ModelSum): string {
  const rest = unpricedText(models);
  if (rest === "") return costWords(models);
  return models.cost === 0 ? rest : `${costWords(models)}, ${rest}`;
}
