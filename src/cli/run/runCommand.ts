import { basename } from "node:path";
import type { RunMode } from "#api/contract.ts";
import type { ApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import { linkSignals } from "#base/linkedSignal.ts";
import { appAddress } from "#cli/app/appAddress.ts";
import { type AppRuns, openApp, openCreator } from "#cli/app/appRuns.ts";
import type { RunCommand } from "#cli/args/commandLine.ts";
import type { CommandTools } from "#cli/commandTools.ts";
import { exitCodes } from "#cli/exitCodes.ts";
import { AllowedSends, nothingSent } from "#cli/files/allowedSends.ts";
import { resultPath, resultText, writeAll, writeResult } from "#cli/files/writeResult.ts";
import { painter } from "#cli/shell/colors.ts";
import { formatBytes } from "#model/bytes.ts";
import { countOf } from "#model/counts.ts";
import { writeOutput } from "#runFiles/outputs/savedOutputs.ts";
import type { CreatedRun } from "#runs/create/newRun.ts";
import { lookWords, lossWords } from "#runs/create/unknownCreate.ts";
import { maxSearchedSteps, knownEnd } from "#runs/labels/failedNodes.ts";
import { RequirementChecks } from "#runs/requirements/requirementChecks.ts";
import { missingSentence, userName } from "#runs/requirements/requirementText.ts";
import { endSentence, tellWaiting, untilEnd } from "./followRun.ts";
import { type PreparedRunFile, prepareRunFile, standardInput } from "./prepareRunFile.ts";
import { StoryPrinter } from "./storyPrinter.ts";

/**
 * `dynamiq-runs run FILE`: starts a run, once, and waits for its end unless it goes to the background.
 *
 * @returns the exit code
 * @throws UsageError, RunFileError, UploadsFailed, ApiError
 */
export async function runCommand(command: RunCommand, tools: CommandTools): Promise<number> {
  const { interrupts } = tools;
  // Nobody can answer on an input that holds the file.
  const shell = command.file === standardInput ? { ...tools.shell, ask: undefined } : tools.shell;
  const savedPath = appAddress(command.app, shell.environment);
  const result = command.json === undefined ? undefined : await resultPath(command.json, shell.folder, "--json");
  const prepared = await prepareRunFile({
    file: command.file,
    host: savedPath.host,
    shell,
    sends: new AllowedSends(command.allowed, shell),
    signal: interrupts.first,
  });
  if (!prepared) return nothingSent(tools);
  const app = openApp(savedPath, tools.userAgent);
  try {
    return await startRun(prepared, {
      ...tools,
      app,
      result,
      file: command.file,
      mode: command.mode ?? prepared.mode ?? "stream",
      tell: (line) => shell.err(`${line}\n`),
    });
  } finally {
    await app.close();
  }
}

/** The one run of a command. */
interface RunTools extends CommandTools {
  app: AppRuns;
  /** The run file, as it was typed. */
  file: string;
  mode: RunMode;
  /** Absolute: where the result goes. */
  result: string | undefined;
  tell: (line: string) => void;
}

/** Starts the run, and follows it to its end unless it goes to the background. @returns the exit code */
async function startRun(prepared: PreparedRunFile, tools: RunTools): Promise<number> {
  const { name, files, connection } = prepared;
  const { app, interrupts, tell, mode } = tools;
  if (connection !== undefined)
    tell("The connection in the file isn't used here: the run starts on the app given with --app.");
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const attached = files.length === 0 ? "" : ` with ${countOf(files.length, "file")} (${formatBytes(size)})`;
  tell(`Starting ${name}${attached} on ${new URL(app.connectionId).host}`);
  const created = await create(prepared, tools);
  if (!created) return interrupts.exitCode ?? exitCodes.failed;
  return mode === "background" ? leave(created, tools) : follow(created, prepared.saveTo, tools);
}

/** @returns `undefined` when the person stopped it before there was a run */
async function create(
  { request, files, name }: PreparedRunFile,
  { app, interrupts, mode, tell }: RunTools,
): Promise<CreatedRun | undefined> {
  // Once there is a run, an interrupt is for the run and must not abort its creation.
  const link = linkSignals([interrupts.first]);
  const { signal } = link;
  try {
    await app.learn(signal);
    await tellMissingAccounts(name, request.user_id, { app, tell }, signal);
    const onLook = (why: ApiError): void => tell(`${lookWords(why)}…`);
    const created = await openCreator().create(app, { request, files, name, mode }, { signal, onLook });
    const found = created.lost ? ` was found in the list of runs, although ${lossWords(created.lost)}` : "";
    tell(`Run ${created.runId}${found}`);
    return created;
  } catch (error) {
    const isStopped = signal.aborted && (error as { outcomeUnknown?: boolean }).outcomeUnknown !== true;
    if (!isStopped) throw error;
    tell("The command was stopped before anything was sent. No run was created.");
    return undefined;
  } finally {
    link.release();
  }
}

/** The run continues by itself. Its status is the last one that the app reported. */
async function leave({ runId, lost }: CreatedRun, tools: RunTools): Promise<number> {
  const { app, shell, interrupts, cover } = tools;
  const run = app.known(runId) ?? { id: runId, status: "created" };
  shell.out(resultText({ id: runId, status: run.status }, cover.knownAlone));
  await writeRun(run, lost !== undefined, tools);
  return interrupts.exitCode ?? exitCodes.passed;
}

async function follow(
  { runId, finished, lost }: CreatedRun,
  saveTo: string | undefined,
  tools: RunTools,
): Promise<number> {
  const { app, shell, interrupts, cover, tell } = tools;
  const endStory = tools.mode === "stream" ? showStory(runId, tools) : () => undefined;
  const endWaiting = tellWaiting({ app, runId, tell, cover });
  const watch = app.watcher.watch(runId);
  let run: Run | undefined;
  try {
    run = await untilEnd({ app, runId, finished, interrupts, tell, cover });
  } finally {
    endWaiting();
    endStory();
    watch.dispose();
  }
  if (!run) return interrupts.exitCode ?? exitCodes.failed;
  tell(endSentence(cover.value(run), knownEnd(run, watch.runStory.story.slice(-maxSearchedSteps))));
  const isCompleted = run.status === "completed";
  const hasOutput = run.output !== undefined && run.output !== null;
  if (isCompleted || hasOutput) shell.out(resultText(run.output, cover.knownAlone));
  const saving = isCompleted && hasOutput && saveTo !== undefined ? [saveOutput(run.output, saveTo, tell)] : [];
  await writeAll([writeRun(run, lost !== undefined, tools), ...saving]);
  return interrupts.exitCode ?? (isCompleted ? exitCodes.passed : exitCodes.failed);
}

function showStory(runId: string, { app, shell, cover }: RunTools): () => void {
  const printer = new StoryPrinter(shell.err, painter(shell), cover);
  const watch = app.watcher.watch(runId);
  printer.take(watch.runStory.steps.map((step) => ({ kind: "upsert", step })));
  watch.onDidChange((change) => change.kind === "events" && printer.take(change.story));
  return () => {
    watch.dispose();
    printer.end();
  };
}

async function writeRun(run: Run, wasLost: boolean, { app, result, file, mode, cover }: RunTools): Promise<void> {
  if (result === undefined) return;
  const told: RunResult = { format: "dynamiq-runs/run", version: 1, app: app.connectionId, file, mode, wasLost, run };
  await writeResult(result, resultText(told, cover.knownAlone));
}

/** An existing file stays, because nobody knows who wrote it: the output goes beside it. */
async function saveOutput(output: unknown, saveTo: string, tell: (line: string) => void): Promise<void> {
  try {
    const savedPath = await writeOutput(saveTo, output, { digestOf: () => undefined, remember: async () => {} });
    const why = savedPath === saveTo ? "" : `, because ${basename(saveTo)} already exists`;
    tell(`Output saved to ${basename(savedPath)}${why}`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The output can't be saved to ${basename(saveTo)}: ${reason}`, { cause });
  }
}

/** The file of `run --json FILE`, which docs/cli.md shows. A different form gets another version. */
interface RunResult {
  format: "dynamiq-runs/run";
  version: 1;
  app: string;
  file: string;
  mode: RunMode;
  /** The response was lost or an error, and the run was found in the list. */
  wasLost: boolean;
  /** The run, as the app reports it. */
  run: Run;
}

/**
 * Reports the accounts that the run's user hasn't connected. The run starts all the same: nobody may be there to ask,
 * and the app decides what works without them. An app that can't be asked doesn't stop it, either.
 */
async function tellMissingAccounts(
  name: string,
  userId: string | undefined,
  { app, tell }: Pick<RunTools, "app" | "tell">,
  signal: AbortSignal,
): Promise<void> {
  if (userId === undefined) return;
  const check = await new RequirementChecks().check(app, userId, signal);
  if (check.kind === "missing") {
    const it = check.missing.accounts.length === 1 ? "it" : "them";
    tell(`${missingSentence(check.missing)}. ${name} may fail without ${it}.`);
  }
  if (check.kind === "unknown" && !signal.aborted)
    tell(
      `The connected accounts of ${userName(userId)} couldn't be checked: ${check.error.message} The run starts without this check.`,
    );
}
