import * as z from "zod";
import { runOrigins } from "#model/runOrigin.ts";
import { durationBetween } from "#runs/labels/runDuration.ts";

/** Times are milliseconds since the epoch, durations are milliseconds. */
const time = z.number();
const duration = z.number().nonnegative();

const failureSchema = z.object({
  /** The class of the exception, or the code of the API: `HTTPStatusError`, `bad_request`. */
  type: z.string().optional(),
  message: z.string(),
  /** The failed node, or the tool whose failure ended the run. */
  place: z.string().optional(),
  /** Set when the failure itself is mocked, so that it isn't a cause. */
  mocked: z.literal(true).optional(),
});

const toolSchema = z.object({
  name: z.string(),
  calls: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** How many ended without a result, for an unknown reason. */
  unfinished: z.int().nonnegative().default(0),
  /** The durations of the calls that have ended, in their order. */
  durations: z.array(duration),
});

const nodeSchema = z.object({
  name: z.string(),
  /** The status as the app sent it: `success`, `failure`, `skip`, `canceled`. */
  status: z.string(),
  duration: duration.optional(),
});

const modelsSchema = z.object({
  calls: z.int().nonnegative(),
  tokens: z.number().nonnegative(),
  /** In dollars, of the calls whose price is known. */
  cost: z.number().nonnegative(),
  /** The models whose price isn't known. */
  unpriced: z.array(z.string()),
});

/** Reads stored facts. A field that an older version didn't store is empty. */
export const runFactsSchema = z.object({
  id: z.string(),
  status: z.string(),
  createdAt: time.optional(),
  startedAt: time.optional(),
  endedAt: time.optional(),
  user: z.string().optional(),
  session: z.string().optional(),
  /** The best text of the input; absent if it has none. */
  title: z.string().optional(),
  /** What started it, if it isn't the app's own traffic. */
  from: z.enum(runOrigins).optional().catch(undefined),
  error: failureSchema.optional(),
  tools: z.array(toolSchema).default([]),
  nodes: z.array(nodeSchema).default([]),
  /** How many nodes failed although the run completed; absent for none. */
  failedNodes: z.int().positive().optional(),
  /** The hook that blocked the run although it completed, empty for one without a name; absent if none did. */
  blockedBy: z.string().optional(),
  /** How many calls and nodes were mocked, which tools and nodes leave out; absent for none. */
  mocked: z.int().positive().optional(),
  /** How many of these were calls; absent if none were mocked. */
  mockedCalls: z.int().nonnegative().optional(),
  /** The names of mocked tools and nodes, each once: a search finds them, and no figure counts them. */
  mockedNames: z.object({ tools: z.array(z.string()), nodes: z.array(z.string()) }).optional(),
  /** How long each answered input request waited. */
  waits: z.array(duration).default([]),
  /** What a local run spent on models; absent for a run of an app, and without a call of a model. */
  models: modelsSchema.optional().catch(undefined),
  /** How long the run waited for a person; two requests at the same time are one wait. Absent for no wait. */
  waited: duration.optional(),
  /** How many input requests were never answered, or wait now. */
  unanswered: z.int().nonnegative().default(0),
  /** Whether the run's events were read. Otherwise tools, nodes and waits are unknown. */
  hasEvents: z.boolean().default(false),
});

/** What Insights and the causes of failures know of a run: small enough to keep thousands of them. */
export type RunFacts = z.infer<typeof runFactsSchema>;
export type FailureFacts = NonNullable<RunFacts["error"]>;
export type ToolFacts = RunFacts["tools"][number];
export type NodeFacts = RunFacts["nodes"][number];

/** When the run began, for ranges and days: its start, else its creation. */
export function beganAt({ startedAt, createdAt }: Pick<RunFacts, "startedAt" | "createdAt">): number | undefined {
  return startedAt ?? createdAt;
}

/** When the first of some runs began, as far as it is known. */
export function firstBegan(runs: readonly RunFacts[]): number | undefined {
  const first = runs.reduce((least, run) => Math.min(least, beganAt(run) ?? Infinity), Infinity);
  return first === Infinity ? undefined : first;
}

/** How long a run worked that has ended, in milliseconds, without its waits: the whole time where they aren't known. */
export function workedFor({ startedAt, endedAt, waited = 0 }: RunFacts): number | undefined {
  const whole = durationBetween(startedAt, endedAt);
  return whole === undefined ? undefined : Math.max(0, whole - waited);
}
