import * as z from "zod";
import { lengthText, listQueryOf } from "#runs/query/listQuery.ts";
import { readLength } from "#runs/query/queryTimes.ts";

/** What an alarm tells: the times are in milliseconds. */
export const occasionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("failed") }),
  z.object({ kind: z.literal("waiting"), over: z.number().positive() }),
  z.object({ kind: z.literal("duration"), over: z.number().positive() }),
  z.object({ kind: z.literal("new-cause") }),
]);
export type Occasion = z.infer<typeof occasionSchema>;

export const alarmRuleSchema = z.object({
  connectionId: z.string(),
  /** What it is on, as people know it: the name of a connection, a view or a cause, or a query. */
  name: z.string(),
  occasion: occasionSchema,
  /** The runs that it is about; absent for all of the connection. */
  query: z.string().optional(),
  /** The cause whose failures it is about. */
  causeId: z.string().optional(),
  /** Until when its hits are held back, in milliseconds since the epoch. */
  snoozedUntil: z.number().optional(),
});

/** Who is told of what. */
export type AlarmRule = z.infer<typeof alarmRuleSchema>;

/** How occasions are written, on the command line and in commands. */
export const occasionForms = "failed, waiting:10m, duration:30s or new-cause";

/** Reads `failed`, `waiting:10m`, `duration:30s`, `new-cause`. @returns `undefined` for anything else */
export function occasionOf(text: string): Occasion | undefined {
  if (text === "failed" || text === "new-cause") return { kind: text };
  const [kind, length = ""] = text.split(/:(.*)/s);
  if (kind !== "waiting" && kind !== "duration") return undefined;
  const over = readLength(length);
  return over ? { kind, over } : undefined;
}

/** As {@link occasionOf} reads it. */
export function writtenOccasion(occasion: Occasion): string {
  return "over" in occasion ? `${occasion.kind}:${lengthText(occasion.over)}` : occasion.kind;
}

/** `Support Triage: a run waits longer than 10min` */
export function ruleText({ name, occasion }: Pick<AlarmRule, "name" | "occasion">): string {
  return `${name}: ${occasionText(occasion)}`;
}

export function occasionText(occasion: Occasion): string {
  if (occasion.kind === "failed") return "a run fails";
  if (occasion.kind === "new-cause") return "a run fails for a new cause";
  const verb = occasion.kind === "waiting" ? "waits" : "takes";
  return `a run ${verb} longer than ${lengthText(occasion.over)}`;
}

/** Why an alarm can't be on a query; `undefined` if it can: what isn't in the list of runs would need their steps. */
export function queryProblem(query: string): string | undefined {
  if (listQueryOf(query)) return undefined;
  return `Alarms look for status:, user: and session: only. Take the rest out of “${query}”.`;
}
