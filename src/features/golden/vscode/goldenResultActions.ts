import { type TestOutcome, turnOf } from "#features/golden/core/goldenResult.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import type { App } from "#workbench/app.ts";
import { compare, type RunRef } from "#workbench/panel/vscode/runPoints.ts";
import { goldenRunRef } from "./endedRun.ts";
import { clickedTest, type GoldenTarget, goldenTarget } from "./goldenTarget.ts";
import type { GoldenServices } from "./services.ts";

type Context = Pick<App, "panels" | "points"> & Pick<GoldenServices, "goldenTests">;

/** Opens the run of a golden test: the clicked one, else the first one that failed. @returns its id */
export async function openGoldenRun(context: Context, argument: unknown): Promise<string> {
  const ref = runOf(goldenTarget(context.goldenTests, argument));
  context.panels.open(ref);
  return ref.runId;
}

/** Shows the golden run beside the run of a test, at the first difference. @returns both ids */
export async function compareWithGoldenRun(context: Context, argument: unknown): Promise<string[]> {
  const target = goldenTarget(context.goldenTests, argument);
  const run = runOf(target);
  const result = target.outcome.runs.find(({ runId }) => runId === run.runId);
  const golden = goldenRunRef(target.uri, turnOf(target.test, result));
  if (!golden) {
    const way = "To create one, select Keep as Golden Test… in the menu of a run.";
    throw new NothingToDo(`The test ${target.test.name} has no file with its golden run. ${way}`);
  }
  compare(context, { a: { ...golden, name: "Golden run" }, b: run });
  return [golden.runId, run.runId];
}

function runOf({ connectionId, test, outcome, runId: clicked }: GoldenTarget): RunRef {
  const failed = outcome.runs.find(({ kind, runId }) => kind !== "passed" && runId !== undefined);
  const runId = clicked ?? failed?.runId ?? outcome.runs.find((run) => run.runId !== undefined)?.runId;
  if (runId === undefined) throw new NothingToDo(`${test.name} didn't start a run. ${outcome.description}`);
  return { connectionId, runId };
}

type Kind = TestOutcome["kind"] | undefined;

/** Runs the test above which it was clicked. @returns `passed` or `failed`; `undefined` when it did not run */
export async function runGoldenTest({ goldenTests }: Context, argument: unknown): Promise<Kind> {
  return (await goldenTests().run(clickedTest(argument).test))?.kind;
}

/** Runs a golden test with a single run, although it is repeated. */
export async function runGoldenTestOnce({ goldenTests }: Context, argument: unknown): Promise<Kind> {
  return (await goldenTests().run(clickedTest(argument).test, "once"))?.kind;
}
