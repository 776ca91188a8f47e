import { isApiError } from "#api/errors.ts";
import { appAddress } from "#cli/app/appAddress.ts";
import { type AppRuns, openApp, openAnswers, openCreator } from "#cli/app/appRuns.ts";
import type { TestCommand } from "#cli/args/commandLine.ts";
import type { CommandTools } from "#cli/commandTools.ts";
import { errorText } from "#cli/errorText.ts";
import { exitCodes } from "#cli/exitCodes.ts";
import { AllowedSends, nothingSent } from "#cli/files/allowedSends.ts";
import { resultPath, resultText, writeAll, writeResult } from "#cli/files/writeResult.ts";
import { painter } from "#cli/shell/colors.ts";
import { aborted } from "#cli/shell/interrupts.ts";
import { plainText } from "#cli/shell/plainText.ts";
import type { Shell } from "#cli/shell/shell.ts";
import { UsageError } from "#cli/usageError.ts";
import { findGoldenFiles, GoldenFilesError } from "#features/golden/core/file/findGoldenFiles.ts";
import type { RunFailure } from "#features/golden/core/goldenResult.ts";
import { runFailure } from "#features/golden/core/run/runFailure.ts";
import { countOf } from "#model/counts.ts";
import { GoldenSource } from "./goldenSource.ts";
import { junitReport } from "./junitReport.ts";
import { Suite } from "./suite.ts";
import { summaryLine, testLines } from "./terminalReport.ts";
import { type SuiteReport, type TestReport, jsonReport } from "./testReport.ts";
import { userChecks } from "./userChecks.ts";

/**
 * `dynamiq-runs test`: runs golden tests and reports their outcomes.
 *
 * @returns the exit code
 * @throws UsageError before anything is sent, ApiError
 */
export async function testCommand(command: TestCommand, tools: CommandTools): Promise<number> {
  const { shell, interrupts, userAgent, cover } = tools;
  const address = appAddress(command.app, shell.environment);
  const files = await resultPaths(command, shell);
  const sources: GoldenSource[] = [];
  const found = await findGoldenFiles(command.paths, shell.folder).catch(asUsage);
  for (const sentence of found.unreadable) shell.err(plainText(`${sentence} The tests in this folder weren't run.\n`));
  for (const file of found.files) sources.push(await GoldenSource.read(file, shell));
  const sends = new AllowedSends(command.allowed, shell);
  for (const source of sources) {
    if (!(await source.allow(sends, address.host, interrupts.first))) return nothingSent(tools);
  }
  const app = openApp(address, userAgent);
  const answers = openAnswers(app);
  try {
    const suite = new Suite({
      sources,
      deps: { app, answers, creator: openCreator(), checkUser: userChecks(app, interrupts.first), cover },
      concurrency: command.concurrency,
      replaysAnswers: command.replaysAnswers,
      signal: interrupts.first,
      onTest: (report) => shell.err(testLines(cover.value(report), painter(shell))),
    });
    const report = await runSuite(suite, app, { ...tools, hasKey: address.accessKey !== undefined });
    if (!report) return interrupts.exitCode ?? exitCodes.failed;
    shell.err(summaryLine(report, painter(shell)));
    await writeAll([
      ...(files.junit ? [writeResult(files.junit, junitReport(cover.value(report)))] : []),
      ...(files.json ? [writeResult(files.json, resultText(jsonReport(report), cover))] : []),
    ]);
    return interrupts.exitCode ?? exitCodeOfSuite(report.tests);
  } finally {
    answers.dispose();
    await app.close();
  }
}

/** @throws UsageError when the files are wrong */
function asUsage(error: unknown): never {
  throw error instanceof GoldenFilesError ? new UsageError(error.message) : error;
}

async function resultPaths({ junit, json }: TestCommand, { folder }: Shell) {
  return {
    junit: junit === undefined ? undefined : await resultPath(junit, folder, "--junit"),
    json: json === undefined ? undefined : await resultPath(json, folder, "--json"),
  };
}

interface SuiteTools extends CommandTools {
  hasKey: boolean;
}

/** Runs the tests, or says once why none can be run. @returns `undefined` when they were left alone */
async function runSuite(suite: Suite, app: AppRuns, tools: SuiteTools): Promise<SuiteReport | undefined> {
  const { shell, interrupts, hasKey } = tools;
  const began = { started: Date.now(), at: performance.now() };
  const { host } = new URL(app.connectionId);
  shell.err(`Running ${countOf(suite.size, "test")} on ${host}\n`);
  const failure = await unreachable(app, hasKey, interrupts.first);
  if (failure) shell.err(`${painter(shell)("red", failure.sentence)}\nNo test was run.\n`);
  const running = failure ? suite.fail(failure) : suite.run();
  void aborted(interrupts.first).then(() => tellCanceling(suite, shell));
  const tests = await Promise.race([running, aborted(interrupts.second).then(() => undefined)]);
  if (tests) return { app: app.connectionId, started: began.started, took: performance.now() - began.at, tests };
  const left = suite.underWay;
  shell.err(
    left.length === 0 ? "Stopped.\n" : `${countOf(left.length, "run")} may still be running: ${left.join(", ")}\n`,
  );
  return undefined;
}

/** Why no test can be run. An interrupt is none: the tests tell that they were canceled. */
async function unreachable(app: AppRuns, hasKey: boolean, signal: AbortSignal): Promise<RunFailure | undefined> {
  try {
    await app.learn(signal);
    return undefined;
  } catch (error) {
    if (!isApiError(error)) throw error;
    return signal.aborted ? undefined : { ...runFailure(error), sentence: errorText(error, hasKey) };
  }
}

function tellCanceling(suite: Suite, shell: Shell): void {
  const runs = suite.underWay;
  if (runs.length === 0) return;
  shell.err(
    `Canceling ${countOf(runs.length, "run")}: ${runs.join(", ")}. Press Ctrl+C again to exit without waiting.\n`,
  );
}

function exitCodeOfSuite(tests: readonly TestReport[]): number {
  const isOver = ({ outcome }: TestReport): boolean => outcome.kind === "passed";
  if (tests.every(isOver)) return exitCodes.passed;
  const isOut = ({ outcome: { kind, failure } }: TestReport): boolean =>
    kind === "errored" && failure !== undefined && failure.kind !== "asked" && failure.kind !== "accounts";
  return tests.some(isOut) ? exitCodes.unreachable : exitCodes.failed;
}
