import * as z from "zod";
import { inParallel } from "#base/inParallel.ts";
import type { ConfirmedTest } from "#features/golden/core/file/goldenRequest.ts";
import { maxRunsOf } from "#features/golden/core/file/goldenTypes.ts";
import { firstDifferenceText, type GoldenRunResult, type TestOutcome } from "#features/golden/core/goldenResult.ts";
import { runGoldenTest } from "#features/golden/core/run/runGoldenTest.ts";
import type { GoldenProgress, GoldenTestDeps } from "#features/golden/core/run/testDeps.ts";
import { testRequestFacts, replayFacts } from "#features/golden/core/testFacts.ts";
import { testOutcome } from "#features/golden/core/testOutcome.ts";
import { goldenRunOf, type SuiteTest, workspaceSuite } from "#features/golden/core/tools/workspaceSuite.ts";
import { countOf } from "#model/counts.ts";
import { formatRunDuration } from "#model/duration.ts";
import type { OtherForm } from "#runs/exports/exportFile.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { confirmationOf, shownText } from "#runs/questions/confirmation.ts";
import { ToolError } from "#runs/questions/toolError.ts";
import { firstOf } from "#runs/text/firstOf.ts";
import type { Cover } from "#runs/values/cover.ts";
import type { AgentTool, RunningCall, ToolAnswer } from "#workbench/tools/core/agentTool.ts";
import { connectionFor, connectionLabel } from "#workbench/tools/core/connectionFor.ts";
import { type EffectHost, effectTool } from "#workbench/tools/core/defineTool.ts";
import { connectionField } from "#workbench/tools/core/inputFields.ts";
import type { ToolApp } from "#workbench/tools/core/toolHost.ts";

const testsAtOnce = 2;
const runsAtOnce = 2;
/** A call that starts more runs than this is refused: the person should see what they confirm. */
const maxRuns = 100;

const toolDescription = {
  name: "runGoldenTests",
  order: 15,
  title: "Run Golden Tests",
  doing: "Running golden tests",
  description:
    "Runs golden tests of the workspace (*.golden.json) on a Dynamiq app and reports failed tests first, with the " +
    "check, the step and the ID of the run. Each test starts real runs. The person confirms each call. Set " +
    "replayAnswers to send people's recorded answers.",
  tags: ["dynamiq", "runs", "testing", "effects"],
  input: z.strictObject({
    connection: connectionField,
    paths: z
      .array(z.string().min(1).max(1_000))
      .max(50)
      .default([])
      .describe("Golden files or folders, relative to a workspace folder. All golden files by default."),
    tests: z
      .array(z.string().min(1).max(500))
      .max(100)
      .optional()
      .describe("Names of the tests to run. All tests by default."),
    replayAnswers: z
      .boolean()
      .default(false)
      .describe('Whether to send the recorded answers that have "replay": true.'),
  }),
};

/** @param forms what else opens like an export: a golden run may be in such a file */
export function goldenTool(forms: () => readonly OtherForm[] = () => []): AgentTool {
  return effectTool({
    ...toolDescription,
    async prepare({ connection: wanted, paths, tests, replayAnswers }, host, { cover }) {
      const connection = await connectionFor(host, wanted);
      const { tests: suite, unreadable } = await workspaceSuite({ paths, tests }, host, connection.id);
      const runs = suite.reduce((sum, { test }) => sum + maxRunsOf(test), 0);
      if (runs > maxRuns) {
        const much = `The tests would start ${countOf(runs, "run")}, but at most ${maxRuns} are allowed.`;
        throw new ToolError(`${much} Set \`tests\` or \`paths\` to run fewer.`);
      }
      const app = await host.app(connection.id);
      const facts = await factsOf(suite, replayAnswers, cover.keysAlone);
      const sent = [
        replayAnswers,
        suite.map((each) => [each.file.location.shown, each.test.name, each.file.text, sentBy(each)]),
      ];
      return {
        confirmation: confirmationOf({
          tool: "runGoldenTests",
          act: `Run ${countOf(suite.length, "golden test")}`,
          button: "Run Tests",
          connection,
          facts,
          cover,
          sent,
          less: "Set `tests` or `paths` to run fewer",
        }),
        run: async (call) => {
          const ran = await runSuite(
            { suite, host, app, connectionId: connection.id, replayAnswers, forms: forms() },
            call,
          );
          const answer = report(ran, call.data, connectionLabel(connection));
          for (const note of new Set(suite.flatMap(({ file }) => [...file.notes]))) call.data.addStart(note);
          for (const sentence of unreadable) call.data.addStart(`${sentence} The tests in this folder weren't run.`);
          return answer;
        },
      };
    },
  });
}

/** All that decides what a test sends, besides the text of its file and what is new in each run. */
function sentBy({ test, file }: SuiteTest): unknown {
  const confirmed = file.requests.confirmed(test);
  return confirmed instanceof Error ? confirmed.message : confirmed.parts.map(({ version }) => version);
}

/** All that the tests send, as lines for a person. None is cut. */
async function factsOf(suite: readonly SuiteTest[], replays: boolean, cover: Cover): Promise<string[]> {
  const starting = suite.filter((each) => typeof sentOrWhyNot(each, replays) !== "string");
  const runs = starting.reduce((sum, { test }) => sum + maxRunsOf(test), 0);
  const tests = await Promise.all(suite.map((each) => testFacts(each, replays, cover)));
  return [`This starts ${countOf(runs, "real run")}.`, ...tests.flat()];
}

async function testFacts(each: SuiteTest, replays: boolean, cover: Cover): Promise<string[]> {
  const { test, file } = each;
  const name = `Test: ${shownText(test.name)} (${shownText(file.location.shown)})`;
  const sent = sentOrWhyNot(each, replays);
  if (typeof sent === "string") return [`${name} can't start a run: ${sent}`];
  const runs = maxRunsOf(test);
  const times = runs === 1 ? "" : `, ${countOf(runs, "run")}`;
  return [
    `${name}${times}`,
    ...(await testRequestFacts(test, sent, file.location.folder, cover)),
    ...replayFacts(test, cover),
  ];
}

/** What a test sends, or why it starts no run. */
function sentOrWhyNot(each: SuiteTest, replays: boolean): ConfirmedTest | string {
  const confirmed = each.file.requests.confirmed(each.test);
  if (confirmed instanceof Error) return confirmed.message;
  return replaysAnswers(each) && !replays ? "it sends recorded answers, which this call doesn't allow" : confirmed;
}

function replaysAnswers({ test }: SuiteTest): boolean {
  return test.answers.some(({ replay }) => replay);
}

interface SuiteOptions {
  suite: readonly SuiteTest[];
  host: EffectHost;
  app: ToolApp;
  connectionId: string;
  replayAnswers: boolean;
  forms: readonly OtherForm[];
}

interface RanTest extends SuiteTest {
  outcome: TestOutcome;
}

/** Runs the tests of one call. When it is canceled, their runs are, too. */
async function runSuite(options: SuiteOptions, call: RunningCall): Promise<RanTest[]> {
  const { suite } = options;
  const { signal, onProgress } = call;
  const outcomes = new Map<SuiteTest, TestOutcome>();
  onProgress("Running golden tests", 0, suite.length);
  await inParallel(suite, testsAtOnce, async (each) => {
    outcomes.set(each, await runTest(each, options, call));
    onProgress("Running golden tests", outcomes.size, suite.length);
  });
  signal.throwIfAborted();
  return suite.map((each) => ({ ...each, outcome: outcomes.get(each)! }));
}

async function runTest(each: SuiteTest, options: SuiteOptions, { signal, cover }: RunningCall): Promise<TestOutcome> {
  const { host, app, connectionId, replayAnswers, forms } = options;
  const { test, file } = each;
  if (replaysAnswers(each) && !replayAnswers) {
    const sentence = "No run was started: the test would send recorded answers. Set `replayAnswers` to allow it.";
    return testOutcome(test, [{ attempt: 1, kind: "errored", checks: [], failure: { kind: "asked", sentence } }]);
  }
  const { effects } = host;
  const { creator, answers } = effects;
  const onProgress = (progress: GoldenProgress): void => {
    if (progress.kind === "created") effects.onStarted(connectionId, progress.runId, "runGoldenTests");
  };
  const deps: GoldenTestDeps = {
    app,
    creator,
    answers,
    prepare: (_test, turn, session) => file.requests.prepare(test, turn, session),
    goldenRun: (_test, turn) => goldenRunOf(file, turn, { host, forms }),
    concurrency: runsAtOnce,
    cover,
  };
  return runGoldenTest(test, deps, signal, onProgress);
}

const kindOrder: readonly TestOutcome["kind"][] = ["failed", "errored", "canceled", "passed"];

/** The tests that don't pass come first. */
function report(ran: readonly RanTest[], data: RunningCall["data"], where: string): ToolAnswer {
  const sorted = ran.toSorted((a, b) => kindOrder.indexOf(a.outcome.kind) - kindOrder.indexOf(b.outcome.kind));
  let shown = 0;
  for (const { file, outcome } of sorted) {
    const text = outcomeText(file.location.shown, outcome);
    if (!data.addItem(text, shown === 0)) break;
    shown += 1;
  }
  const counts = kindOrder.flatMap((kind) => {
    const count = ran.filter(({ outcome }) => outcome.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  const left = ran.length - shown;
  return {
    summary: `${countOf(ran.length, "golden test")} on ${where}: ${counts.join(", ")}.`,
    leftOut: left === 0 ? undefined : `Left out: ${countOf(left, "test")}.`,
    hint: "To see what happened in a run, call readStory with its ID.",
  };
}

/** How many of the failed checks and of the runs of a test are shown. */
const maxShownFailures = 10;
const maxMessageLength = 400;

/** A golden test's outcome, with what failed and the ids of its runs. @param file relative to its workspace folder */
function outcomeText(file: string, { test, kind, description, failures, failure, runs }: TestOutcome): string {
  const why = description === "" ? "" : `: ${rowText(description, maxMessageLength)}`;
  const head = `- ${kind}: ${rowText(test.name, 200)} (${file}, line ${test.range.line})${why}`;
  if (kind === "passed") return `${head}; runs: ${firstOf(runs.map(runId), maxShownFailures, "run").join(", ")}`;
  const failed = failures.map(({ range, message }) => `line ${range.line}: ${rowText(message, maxMessageLength)}`);
  const reason = failure ? [rowText(failure.sentence, maxMessageLength)] : [];
  const shown = [
    ...firstOf(failed, maxShownFailures, "failed check"),
    ...reason,
    ...firstOf(runs.map(runText), maxShownFailures, "run"),
  ];
  return [head, ...shown.map((line) => `  ${line}`)].join("\n");
}

function runText(run: GoldenRunResult): string {
  const { kind, status, duration, firstDifference: first } = run;
  const facts = [kind, ...(status === undefined ? [] : [`status ${rowText(status)}`])];
  const took = duration === undefined ? [] : [`took ${formatRunDuration(duration)}`];
  const difference = first ? `; first difference: ${rowText(firstDifferenceText(first), maxMessageLength)}` : "";
  return `run ${runId(run)}: ${[...facts, ...took].join(", ")}${difference}`;
}

function runId({ runId: id }: GoldenRunResult): string {
  return id === undefined ? "none" : rowText(id, 200);
}
