import type { Run } from "#api/schemas.ts";
import { parseTime } from "#model/isoTime.ts";
import { isKnownStatus } from "#model/status.ts";

/** What a run is, in values that can't be a sentence of somebody: they need no marks for a model. */
export type PlainFacts = Partial<Pick<Run, "id" | "status" | "started_at" | "ended_at" | "user_id" | "session_id">>;

const isPlainId = (value: string): boolean => /^[\w.@:+-]{1,100}$/.test(value);
const isPlainTime = (value: string): boolean => /^[\d:.,TZ+ -]{10,40}$/.test(value) && parseTime(value) !== undefined;

/** How the value of each field looks that is plain, in the order in which they are shown. */
const checks: Readonly<Record<keyof PlainFacts, (value: string) => boolean>> = {
  id: isPlainId,
  status: isKnownStatus,
  started_at: isPlainTime,
  ended_at: isPlainTime,
  user_id: isPlainId,
  session_id: isPlainId,
};

/** The plain facts of a covered run as the app sent them. Others, such as an ID with spaces, are left to its data. */
export function plainFacts(run: Run): PlainFacts {
  const names = Object.keys(checks) as (keyof PlainFacts)[];
  const plain = names.filter((name) => typeof run[name] === "string" && checks[name](run[name]));
  return Object.fromEntries(plain.map((name) => [name, run[name]]));
}

/** A run without its plain facts: what people, models and tools wrote. */
export function withoutPlainFacts(run: Run): Partial<Run> {
  const facts = plainFacts(run);
  return Object.fromEntries(Object.entries(run).filter(([name]) => !Object.hasOwn(facts, name)));
}
