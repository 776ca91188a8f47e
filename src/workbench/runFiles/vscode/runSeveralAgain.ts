import * as vscode from "vscode";
import { inParallel } from "#base/inParallel.ts";
import { confirm } from "#host/confirm.ts";
import { showError } from "#host/errors/showError.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { notify } from "#host/notifications.ts";
import { withSteps } from "#host/withSteps.ts";
import { countOf } from "#model/counts.ts";
import { nameLines } from "#model/nameLines.ts";
import type { App } from "#workbench/app.ts";
import { sentFacts } from "#workbench/connections/vscode/confirmProduction.ts";
import type { RunTarget } from "#workbench/connections/vscode/namedRun.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { reportFailures, type RunFailure } from "#workbench/explorer/vscode/failureReport.ts";
import { liveRun, type LiveRun } from "#workbench/explorer/vscode/runTarget.ts";
import { mayKeepSession, sameSession } from "./keptSession.ts";
import { readAgain, type RunAgain, sendAgain, startOf } from "./startAgain.ts";

const readsAtOnce = 4;

/** Starts several runs again after one question, in the background. @returns the ids of the new runs */
export async function runSeveralAgain(context: App, targets: readonly RunTarget[]): Promise<string[] | undefined> {
  const found = await readAll(context, targets);
  const [{ connection } = {}] = found;
  if (!connection) return undefined;
  if (found.some((each) => each.connection.id !== connection.id))
    throw new NothingToDo("These runs belong to different apps. Select the runs of one app.");
  const runs = found.map(({ run }) => run);
  if (!(await mayKeepSession(context, runs, connection, sameSession))) return undefined;
  const all: RunAgain[] = [];
  for (const each of found) {
    const again = await readAgain(context, each);
    if (!again) return undefined;
    all.push(again);
  }
  return (await confirmAll(context, connection, all)) ? startAll(context, connection, all) : undefined;
}

/** The runs in their order. Those whose inputs aren't known are read. */
async function readAll(context: App, targets: readonly RunTarget[]): Promise<LiveRun[]> {
  const location = vscode.ProgressLocation.Window;
  return vscode.window.withProgress({ location, title: `Loading ${targets.length} runs` }, async () => {
    const found = new Map<RunTarget, LiveRun>();
    await inParallel(targets, readsAtOnce, async (target) => void found.set(target, await liveRun(context, target)));
    return targets.flatMap((target) => found.get(target) ?? []);
  });
}

/** A person who is asked about production sees all that will be sent. */
async function confirmAll(context: App, connection: Connection, all: readonly RunAgain[]): Promise<boolean> {
  const { name, production } = connection;
  const marked = production === undefined ? "" : ", which is marked as production";
  const facts =
    production === "ask"
      ? await Promise.all(all.map(async (each) => ["", each.name, ...(await sentFacts(context, each))]))
      : [
          nameLines(
            "",
            all.map((each) => each.name),
          ),
        ];
  const act = `Run ${all.length} Runs Again`;
  const question = `Run ${all.length} runs again on ${name}${marked}?`;
  const detail = ["New runs with the same inputs start in the background.", ...facts.flat()].join("\n");
  return confirm({ question, detail, act, keep: "Don't Start" }, context.reports);
}

async function startAll(context: App, { baseUrl }: Connection, all: readonly RunAgain[]): Promise<string[]> {
  const started: string[] = [];
  const failures: RunFailure[] = [];
  const left = await withSteps(`Starting ${all.length} runs`, all.length, async ({ signal, onStep }) => {
    for (const [index, again] of all.entries()) {
      if (signal.aborted) return all.length - index;
      onStep(`${index + 1} of ${all.length}`, index === 0 ? 0 : 1);
      await context.starts
        .once(startOf(context, again), () =>
          sendAgain(context, again, { mode: "background", agreedTo: baseUrl, onCreated: (id) => started.push(id) }),
        )
        .catch((error: unknown) => {
          failures.push({ target: { connectionId: again.connection.id, runId: again.run.id }, error });
        });
    }
    return 0;
  });
  tell(context, { all: all.length, started: started.length, failures, left });
  return started;
}

interface Outcome {
  all: number;
  started: number;
  failures: readonly RunFailure[];
  /** How many were left when the person canceled. */
  left: number;
}

function tell(context: App, { all, started, failures, left }: Outcome): void {
  const rest = left === 0 ? "" : ` You stopped with ${countOf(left, "run")} left.`;
  if (failures.length > 0)
    reportFailures(context, `${failures.length} of ${all} runs couldn't be started.${rest}`, failures);
  else if (left > 0) notify(`Started ${started} of ${all} runs.${rest}`).catch(showError);
  else vscode.window.setStatusBarMessage(`$(play) ${started} runs started again`, 5000);
}
