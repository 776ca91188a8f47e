import * as z from "zod";
import { lengthText } from "#runs/query/listQuery.ts";
import { readLength } from "#runs/query/queryTimes.ts";

/** What an alarm is about. Times are in milliseconds. */
const occasionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("failed") }),
  z.object({ kind: z.literal("waiting"), over: z.number().positive() }),
  z.object({ kind: z.literal("duration"), over: z.number().positive() }),
  z.object({ kind: z.literal("new-cause") }),
]);
export type Occasion = z.infer<typeof occasionSchema>;

export const alarmRuleSchema = z.object({
  /** The connection; of several, the list that its view is of. */
  connectionId: z.string(),
  /** The connections of an alarm on several, by their ids; `all` for those that there are at each time. */
  several: z.union([z.literal("all"), z.array(z.string())]).optional(),
  occasion: occasionSchema,
  /** The name of the view or the cause that it is on, or its query; absent for a whole connection. */
  name: z.string().optional(),
  /** The runs that it is about; absent for all of the connection. */
  query: z.string().optional(),
  /** The cause whose failures it is about. */
  causeId: z.string().optional(),
  /** Until when no notification is shown, in milliseconds since the epoch. */
  snoozedUntil: z.number().optional(),
});

/** A person's alarm: which runs of which connections show a notification. */
export type AlarmRule = z.infer<typeof alarmRuleSchema>;

/** Whether an alarm is about runs of a connection. */
export function isAboutConnection(
  { connectionId, several }: Pick<AlarmRule, "connectionId" | "several">,
  id: string,
): boolean {
  if (several === undefined) return connectionId === id;
  return several === "all" || several.includes(id);
}

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

/** `Support Triage: a run fails`, `My view (Support Triage): a run fails` */
export function ruleText({ name, occasion }: Pick<AlarmRule, "name" | "occasion">, connectionName: string): string {
  return `${subjectText({ name }, connectionName)}: ${occasionText(occasion)}`;
}

/** `Support Triage`, `My view (Support Triage)` */
export function subjectText({ name }: Pick<AlarmRule, "name">, connectionName: string): string {
  return name === undefined ? connectionName : `${name} (${connectionName})`;
}

export function isSnoozed({ snoozedUntil = 0 }: AlarmRule, now: number): boolean {
  return snoozedUntil > now;
}

export function occasionText(occasion: Occasion): string {
  if (occasion.kind === "failed") return "a run fails";
  if (occasion.kind === "new-cause") return "a run fails with a new cause";
  const verb = occasion.kind === "waiting" ? "waits" : "takes";
  return `a run ${verb} longer than ${lengthText(occasion.over)}`;
}
