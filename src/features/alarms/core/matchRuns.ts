import type { Run } from "#api/schemas.ts";
import { parseTime } from "#model/isoTime.ts";
import { isTerminal } from "#model/status.ts";
import { causesOfRuns } from "#runs/failures/causes.ts";
import { listQueryOf } from "#runs/query/listQuery.ts";
import type { AlarmMark, OpenRun } from "./alarmMark.ts";
import type { AlarmRule } from "./alarmRule.ts";

/** A run of which a rule tells. */
export interface Hit {
  ruleId: string;
  run: Run;
}

interface Matched {
  hits: Hit[];
  open: Record<string, OpenRun>;
  causes: string[] | undefined;
}

/** Number of causes that are remembered: those that were seen last. */
const mostCauses = 2_000;

/**
 * What the rules say about runs that are new, or hadn't ended at the mark.
 *
 * @param news oldest first, so that the first run of a cause is the one that is told
 * @param now the app's time, in milliseconds since the epoch
 */
export function matchRuns(
  rules: ReadonlyMap<string, AlarmRule>,
  news: readonly Run[],
  mark: Pick<AlarmMark, "open" | "causes">,
  now: number,
): Matched {
  const open: Record<string, OpenRun> = { ...mark.open };
  const causes = mark.causes && new Set(mark.causes);
  const hits: Hit[] = [];
  for (const run of news) {
    const before = open[run.id];
    const waits = run.status === "awaiting_input";
    const waitsSince = waits ? (before?.waitsSince ?? now) : undefined;
    const [cause] = causesOfRuns([run]);
    const facts = { waitsSince, now, causeId: cause?.id, isNewCause: cause !== undefined && !causes?.has(cause.id) };
    const told = before?.told ?? [];
    const telling = [...rules].filter(([id, rule]) => !told.includes(id) && tells(rule, run, facts)).map(([id]) => id);
    hits.push(...telling.map((ruleId) => ({ ruleId, run })));
    if (cause) causes?.add(cause.id);
    if (isTerminal(run.status)) delete open[run.id];
    else open[run.id] = { ...(waits && { waitsSince }), told: [...told, ...telling] };
  }
  return { hits, open, causes: causes && [...causes].slice(-mostCauses) };
}

interface RunNow {
  waitsSince: number | undefined;
  now: number;
  causeId: string | undefined;
  isNewCause: boolean;
}

function tells(rule: AlarmRule, run: Run, { waitsSince, now, causeId, isNewCause }: RunNow): boolean {
  if (rule.causeId !== undefined && rule.causeId !== causeId) return false;
  if (rule.query !== undefined && !isInQuery(rule.query, run)) return false;
  const { occasion } = rule;
  if (occasion.kind === "failed") return run.status === "failed";
  if (occasion.kind === "new-cause") return isNewCause;
  if (occasion.kind === "waiting") return waitsSince !== undefined && now - waitsSince >= occasion.over;
  const start = startOf(run);
  const end = isTerminal(run.status) ? timeOf(run.ended_at) : now;
  return start !== undefined && end !== undefined && end - start > occasion.over;
}

function isInQuery(query: string, run: Run): boolean {
  const asked = listQueryOf(query);
  if (!asked) return false;
  const { statuses, userId, sessionId } = asked;
  if (statuses && !statuses.includes(run.status)) return false;
  return (userId ?? run.user_id) === run.user_id && (sessionId ?? run.session_id) === run.session_id;
}

/** In milliseconds since the epoch; `undefined` for a run that hasn't started. */
export function startOf(run: Run): number | undefined {
  return timeOf(run.started_at);
}

function timeOf(text: string | null | undefined): number | undefined {
  return parseTime(text);
}
