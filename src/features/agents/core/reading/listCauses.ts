import * as z from "zod";
import { pagesOf } from "#api/pages.ts";
import type { Run } from "#api/schemas.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { parseTime } from "#model/isoTime.ts";
import type { OriginOf } from "#model/runOrigin.ts";
import { factsOfRun } from "#runs/facts/factsOfRun.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import { type Cause, causeMessage, causesOf, causeTitle } from "#runs/failures/causes.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import type { CoveredRuns } from "#runs/text/coveredRuns.ts";
import { firstOf } from "#runs/text/firstOf.ts";
import type { RunningCall } from "#workbench/tools/core/agentTool.ts";
import { appTool } from "#workbench/tools/core/defineTool.ts";
import { connectionField, cursorField } from "#workbench/tools/core/inputFields.ts";

const pageSize = 200;
/** How many failed runs are read at most. */
const maxRuns = 1_000;
/** How many runs of a cause are named. */
const maxNamedRuns = 3;

export const listCauses = appTool({
  name: "listCauses",
  order: 4,
  title: "List Causes of Failures",
  doing: "Grouping the failed runs",
  description:
    "Groups the failed runs of a Dynamiq app by their cause, most frequent first. Each has the type and place of " +
    "the error, its message (values that differ between runs appear as a range, or as a kind such as ‹id›), the number of runs and users, " +
    "the first and last time, and the newest runs. Use it before listRuns to see what fails. It leaves out mocked " +
    "failures, and runs that golden tests, batches, forks or AI agents started.",
  tags: ["dynamiq", "runs", "debugging"],
  input: z.strictObject({
    connection: connectionField,
    days: z.int().min(1).max(3_650).optional().describe("Only runs that started in the last N days. All by default."),
    cursor: cursorField,
  }),
  position: z.strictObject({ at: z.int().min(0) }),
  async run({ days }, { app, where, kept, position }, call) {
    const at = position?.at ?? 0;
    const since = days === undefined ? -Infinity : Date.now() - days * 86_400_000;
    const { runs, total } = await failedRuns(app, since, call);
    const facts = call.cover.value((await kept?.facts()) ?? []);
    const indexed = new Map(facts.map((each) => [each.id, each]));
    const { own, machines, mocked } = ownFailures(runs, indexed, kept?.originOf ?? (() => undefined));
    const causes = causesOf(own);
    let next = at;
    for (const cause of causes.slice(at)) {
      if (!call.data.addItem(causeText(cause), next === at)) break;
      next += 1;
    }
    const left = causes.length - next;
    const unread = total > runs.length ? ` Of ${formatCount(total)} failed runs, only the newest were loaded.` : "";
    const others = [
      ...(machines === 0
        ? []
        : [` Left out: ${countOf(machines, "run")} that golden tests, batches, forks or AI agents started.`]),
      ...(mocked === 0 ? [] : [` Left out: ${countOf(mocked, "mocked failure")}.`]),
    ].join("");
    const head = `Found: ${countOf(causes.length, "cause")} of ${countOf(own.length, "failed run")} on ${where}.`;
    return {
      summary: `${head}${unread}${others}`,
      leftOut: left > 0 ? `Left out: ${countOf(left, "cause")} with fewer runs.` : undefined,
      next: left > 0 ? { at: next } : undefined,
      hint: "To see what happened, call readStory with the ID of a run.",
    };
  },
});

/** The newest failed runs, back to a time. @returns how many the app has, too, where all of them are wanted */
async function failedRuns(
  app: CoveredRuns,
  since: number,
  { signal, onProgress }: RunningCall,
): Promise<{ runs: Run[]; total: number }> {
  const found = new Map<string, Run>();
  const query = { status: ["failed"], sort: "-started_at", page_size: pageSize };
  for await (const { data, pagination } of pagesOf((page) => app.listRuns({ ...query, page }, { signal }))) {
    const recent = data.filter(({ started_at: started }) => (parseTime(started) ?? Infinity) >= since);
    for (const run of recent) found.set(run.id, run);
    onProgress("Loading the failed runs", found.size, Math.min(maxRuns, pagination.total_count));
    if (recent.length < data.length) break;
    if (found.size >= maxRuns) return { runs: [...found.values()], total: pagination.total_count };
  }
  return { runs: [...found.values()], total: found.size };
}

/** The runs that nothing on this machine started, as far as it knows. */
function ownFailures(
  runs: readonly Run[],
  indexed: ReadonlyMap<string, RunFacts>,
  originOf: OriginOf,
): { own: RunFacts[]; machines: number; mocked: number } {
  const ofApp = runs.flatMap((run) => {
    const from = originOf(run.id) ?? indexed.get(run.id)?.from;
    return from === undefined ? factsOfRun(run) : [];
  });
  const own = ofApp.filter(({ error }) => !error?.mocked);
  return { own, machines: runs.length - ofApp.length, mocked: ofApp.length - own.length };
}

function causeText(cause: Cause): string {
  const { runs, users, firstSeen, lastSeen } = cause;
  const time = (at: number): string => new Date(at).toISOString();
  const seen = firstSeen === undefined || lastSeen === undefined ? [] : [`${time(firstSeen)} to ${time(lastSeen)}`];
  const facts = [countOf(runs.length, "run"), ...(users === 0 ? [] : [countOf(users, "user")]), ...seen];
  const ids = runs.map((run) => rowText(run.id, 200));
  return [
    `- ${rowText(causeTitle(cause), 200)}: ${facts.join(", ")}`,
    `  message: ${rowText(causeMessage(cause), 400)}`,
    `  newest runs: ${firstOf(ids, maxNamedRuns, "run").join(", ")}`,
  ].join("\n");
}
