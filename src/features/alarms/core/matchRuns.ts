import type { Run } from "#api/schemas.ts";
import { parseTime } from "#model/isoTime.ts";
import { isTerminal } from "#model/status.ts";
import { causesOfRuns } from "#runs/failures/causes.ts";
import type { AlarmMark, OpenRun } from "./alarmMark.ts";
import { queryTest } from "./alarmQuery.ts";
import type { AlarmRule } from "./alarmRule.ts";

/** A run that an alarm is about. */
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
const maxCauses = 2_000;

/**
 * Which of the runs that are new, or hadn't ended at the mark, the alarms are about.
 *
 * @param runs oldest first, so that the first run of a cause is the one that is found
 * @param now the app's time, in milliseconds since the epoch
 */
export function matchRuns(
  rules: ReadonlyMap<string, AlarmRule>,
  runs: readonly Run[],
  mark: Pick<AlarmMark, "open" | "causes">,
  now: number,
): Matched {
  const open: Record<string, OpenRun> = { ...mark.open };
  const causes = mark.causes && new Set(mark.causes);
  const hits: Hit[] = [];
  const alarms = [...rules].map(([id, rule]) => {
    const isInQuery = rule.query === undefined ? () => true : queryTest(rule.query, now);
    const isMeant = (run: Run, facts: RunNow): boolean => isAbout(rule, run, facts) && isInQuery(run);
    return { id, isMeant, isOnWaits: rule.occasion.kind === "waiting" };
  });
  for (const run of runs) {
    const before = open[run.id];
    const waits = waitOf(run, before, now);
    const isNewWait = waits?.since !== before?.waits?.since;
    const [cause] = causesOfRuns([run]);
    const isNewCause = cause !== undefined && !causes?.has(cause.id);
    const facts = { waitsSince: waits?.since, now, causeId: cause?.id, isNewCause };
    // Each wait of a run counts.
    const known = alarms.filter(({ id, isOnWaits }) => before?.found.includes(id) && !(isOnWaits && isNewWait));
    const news = alarms.filter((alarm) => !known.includes(alarm) && alarm.isMeant(run, facts));
    hits.push(...news.map(({ id: ruleId }) => ({ ruleId, run })));
    if (cause) {
      // Those that were seen last are at the end.
      causes?.delete(cause.id);
      causes?.add(cause.id);
    }
    if (isTerminal(run.status)) delete open[run.id];
    else open[run.id] = { ...(waits && { waits }), found: [...known, ...news].map(({ id }) => id) };
  }
  return { hits, open, causes: causes && [...causes].slice(-maxCauses) };
}

/** Since when a run waits, as far as it was seen. Other input requests begin another wait. */
function waitOf(run: Run, before: OpenRun | undefined, now: number): OpenRun["waits"] {
  if (run.status !== "awaiting_input") return undefined;
  const requests = (run.input_requests ?? []).map(({ id }) => id);
  const { waits } = before ?? {};
  const goesOn = waits && (waits.requests.length === 0 || waits.requests.some((id) => requests.includes(id)));
  return { since: goesOn ? waits.since : now, requests };
}

interface RunNow {
  waitsSince: number | undefined;
  now: number;
  causeId: string | undefined;
  isNewCause: boolean;
}

function isAbout(rule: AlarmRule, run: Run, { waitsSince, now, causeId, isNewCause }: RunNow): boolean {
  if (rule.causeId !== undefined && rule.causeId !== causeId) return false;
  const { occasion } = rule;
  if (occasion.kind === "failed") return run.status === "failed";
  if (occasion.kind === "new-cause") return isNewCause;
  if (occasion.kind === "waiting") return waitsSince !== undefined && now - waitsSince >= occasion.over;
  const start = startOf(run);
  const end = isTerminal(run.status) ? parseTime(run.ended_at) : now;
  return start !== undefined && end !== undefined && end - start > occasion.over;
}

/** In milliseconds since the epoch; `undefined` for a run that hasn't started. */
export function startOf(run: Run): number | undefined {
  return parseTime(run.started_at);
}
