import type { Run } from "#api/schemas.ts";
import { isUuid } from "#base/uuid.ts";
import { appAddress } from "#cli/app/appAddress.ts";
import { openApp } from "#cli/app/appRuns.ts";
import type { ListCommand } from "#cli/args/commandLine.ts";
import type { CommandTools } from "#cli/commandTools.ts";
import { exitCodes } from "#cli/exitCodes.ts";
import { resultText } from "#cli/files/writeResult.ts";
import { wrongArguments } from "#cli/usageError.ts";
import { showRuns } from "#features/agents/core/reading/showRuns.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { statusNamed } from "#model/status.ts";
import { failureReason } from "#runs/labels/failureReason.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import { type ListQuery, listQueryOf } from "#runs/query/listQuery.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";
import { passesLocally } from "#runs/store/runFilter.ts";
import { CoveredRuns } from "#runs/text/coveredRuns.ts";
import { type PlainFacts, plainFacts } from "#runs/text/plainFacts.ts";
import { RunData } from "#runs/text/runData.ts";
import { runLine } from "#runs/text/runLine.ts";
import { dataBlock } from "#runs/text/safeText.ts";

/**
 * `dynamiq-runs list`: the newest runs of an app that match, for people and for agents without MCP.
 *
 * @returns the exit code
 * @throws UsageError, ApiError
 */
export async function listCommand(command: ListCommand, tools: CommandTools): Promise<number> {
  const { shell, interrupts, cover, userAgent } = tools;
  const place = appAddress(command.app, shell.environment);
  const filter = filterOf(command);
  const app = openApp(place, userAgent);
  try {
    const found = await foundRuns(new CoveredRuns(app, cover), filter, command.limit, interrupts.first);
    const { runs, matching, more } = found;
    const list: RunList = { format: "dynamiq-runs/list", version: 1, app: place.baseUrl, matching, more, runs: [] };
    const text = command.isJson
      ? resultText({ ...list, runs: runs.map(listedRun) }, cover)
      : listText(found, place.host, cover);
    shell.out(text);
    return exitCodes.passed;
  } catch (error) {
    if (interrupts.exitCode !== undefined) return interrupts.exitCode;
    throw error;
  } finally {
    await app.close();
  }
}

/** What `list --json` prints, which docs/cli.md shows. A different form gets another version. */
interface RunList {
  format: "dynamiq-runs/list";
  version: 1;
  app: string;
  /** How many runs of the app match, by its own count. */
  matching: number;
  /** Whether older runs match, too. */
  more: boolean;
  runs: ListedRun[];
}

interface ListedRun extends PlainFacts {
  /** Texts of the run. */
  data: { title: string; error?: string };
}

function listedRun(run: Run): ListedRun {
  const error = run.status === "failed" ? { error: failureReason(run.error) } : {};
  return { ...plainFacts(run), data: { title: runTitle(run), ...error } };
}

interface FoundRuns {
  runs: readonly Run[];
  matching: number;
  more: boolean;
}

async function foundRuns(app: CoveredRuns, filter: ListQuery, limit: number, signal: AbortSignal): Promise<FoundRuns> {
  const { statuses, userId, sessionId, maxAge } = filter;
  const now = Date.now();
  const runs: Run[] = [];
  let isTooOld = false;
  const query = { status: statuses, user_id: userId, session_id: sessionId };
  const { total, next } = await showRuns(app, query, { limit, from: undefined, signal }, (run) => {
    isTooOld = !passesLocally(run, { maxAge }, now);
    if (!isTooOld) runs.push(run);
    return !isTooOld;
  });
  // The app's own count has older runs, too.
  const isCounted = maxAge === undefined || (next !== undefined && !isTooOld);
  return { runs, matching: isCounted ? total : runs.length, more: next !== undefined && !isTooOld };
}

function listText({ runs, matching, more }: FoundRuns, host: string, cover: CommandTools["cover"]): string {
  if (runs.length === 0) return `No run on ${host} matches.\n`;
  // The limit bounds the list, and each line is short.
  const data = new RunData(Number.MAX_SAFE_INTEGER, cover);
  for (const run of runs) data.add(runLine(run));
  const lines = [
    `Shown: ${formatCount(runs.length)} of ${countOf(matching, "matching run")} on ${host}, newest first.`,
    dataBlock(String(data)),
    ...(more ? ["Left out: older runs. Give a larger --limit, or more filters."] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** The fields of a filter, with the option and the key in a query that set each. */
const fields = { statuses: ["--status", "status:"], userId: ["--user", "user:"], sessionId: ["--session", "session:"] };

/** @throws UsageError */
function filterOf({ statuses, userId, sessionId, query }: ListCommand): ListQuery {
  if (sessionId !== undefined && !isUuid(sessionId)) throw wrongArguments("--session must be a session ID (a UUID).");
  const named = statuses.length > 0 ? statuses.map(statusNamed) : undefined;
  const given: ListQuery = {
    ...(named && { statuses: named }),
    ...(userId !== undefined && { userId }),
    ...(sessionId !== undefined && { sessionId }),
  };
  const asked = query === undefined ? {} : queried(query);
  for (const [field, [option, key]] of Object.entries(fields))
    if (Object.hasOwn(given, field) && Object.hasOwn(asked, field))
      throw wrongArguments(`${option} and ${key} in --query can't be combined.`);
  return { ...given, ...asked };
}

/** What a query asks the app's list for, as in *Filter Runs…*. @throws UsageError */
function queried(query: string): ListQuery {
  const [problem] = parseQuery(query, Date.now()).problems;
  if (problem) throw wrongArguments(`--query: ${problem.message}`);
  const found = listQueryOf(query);
  if (found) return found;
  throw wrongArguments(
    "--query: the command line can't search text. It accepts status:, user:, session: and since:, each once " +
      "and without - or *. For other searches, use VS Code.",
  );
}
