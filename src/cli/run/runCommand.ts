import { basename } from "node:path";
import type { RunMode } from "../../api/contract.ts";
import type { ApiError } from "../../api/errors.ts";
import type { Run } from "../../api/schemas.ts";
import { linkSignals } from "../../base/linkedSignal.ts";
import { formatBytes } from "../../model/bytes.ts";
import { countOf } from "../../model/counts.ts";
import { writeOutput } from "../../runFiles/outputs/savedOutputs.ts";
import type { CreatedRun } from "../../runs/create/newRun.ts";
import { lookWords, lossWords } from "../../runs/create/unknownCreate.ts";
import { lastSteps, knownEnd } from "../../runs/labels/failedNodes.ts";
import { RequirementChecks } from "../../runs/requirements/requirementChecks.ts";
import { missingSentence } from "../../runs/requirements/requirementText.ts";
import { appPlace } from "../app/appPlace.ts";
import { type AppRuns, openApp, openCreator } from "../app/appRuns.ts";
import type { RunCommand } from "../args/commandLine.ts";
import type { CommandTools } from "../commandTools.ts";
import { exitCodes } from "../exitCodes.ts";
import { AllowedSends, nothingSent } from "../files/allowedSends.ts";
import { resultPlace, resultText, writeAll, writeResult } from "../files/writeResult.ts";
import { painter } from "../shell/colors.ts";
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
  const place = appPlace(command.app, shell.environment);
  const result = command.json === undefined ? undefined : await resultPlace(command.json, shell.folder, "--json");
  const prepared = await prepareRunFile({
    file: command.file,
    host: place.host,
    shell,
    sends: new AllowedSends(command.allowed, shell),
    signal: interrupts.first,
  });
  if (!prepared) return nothingSent(tools);
  const app = openApp(place, tools.userAgent);
  try {
    return await new RunOfFile(command, prepared, { ...tools, app, result }).start();
  } finally {
    await app.close();
  }
}

interface RunTools extends CommandTools {
  app: AppRuns;
  /** Absolute: where the result goes. */
  result: string | undefined;
}

/** The one run of a command, from its request to its end. */
class RunOfFile {
  readonly #command: RunCommand;
  readonly #prepared: PreparedRunFile;
  readonly #tools: RunTools;
  readonly #mode: NonNullable<RunCommand["mode"]>;

  constructor(command: RunCommand, prepared: PreparedRunFile, tools: RunTools) {
    this.#command = command;
    this.#prepared = prepared;
    this.#tools = tools;
    this.#mode = command.mode ?? prepared.mode ?? "stream";
  }

  async start(): Promise<number> {
    const { interrupts } = this.#tools;
    this.#tellStart();
    const created = await this.#create();
    if (!created) return interrupts.exitCode ?? exitCodes.failed;
    return this.#mode === "background" ? this.#leave(created) : this.#follow(created);
  }

  readonly #tell = (line: string): void => this.#tools.shell.err(`${line}\n`);

  #tellStart(): void {
    const { name, files, connection } = this.#prepared;
    if (connection !== undefined) this.#tell("The file's connection is for VS Code: --app says where the run starts.");
    const size = files.reduce((sum, file) => sum + file.size, 0);
    const attached = files.length === 0 ? "" : ` with ${countOf(files.length, "file")} (${formatBytes(size)})`;
    this.#tell(`Starting ${name}${attached} on ${new URL(this.#tools.app.connectionId).host}`);
  }

  /** @returns `undefined` when the person stopped it before there was a run */
  async #create(): Promise<CreatedRun | undefined> {
    const { app, interrupts } = this.#tools;
    const { request, files, name } = this.#prepared;
    // Once there is a run, an interrupt is for the run and must not abort its creation.
    const link = linkSignals([interrupts.first]);
    const { signal } = link;
    try {
      await app.learn(signal);
      await tellMissingAccounts({ app, name, userId: request.user_id, signal, tell: this.#tell });
      const onLook = (why: ApiError): void => this.#tell(`${lookWords(why)}…`);
      const run = { request, files, name, mode: this.#mode };
      const created = await openCreator().create(app, run, { signal, onLook });
      const found = created.lost ? ` was found in the list: ${lossWords(created.lost)}` : "";
      this.#tell(`Run ${created.runId}${found}`);
      return created;
    } catch (error) {
      const isStopped = signal.aborted && (error as { outcomeUnknown?: boolean }).outcomeUnknown !== true;
      if (!isStopped) throw error;
      this.#tell("Stopped before it was sent. No run was created.");
      return undefined;
    } finally {
      link.release();
    }
  }

  /** The run continues by itself. Its status is the last one that the app reported. */
  async #leave({ runId, lost }: CreatedRun): Promise<number> {
    const { app, shell, interrupts } = this.#tools;
    const run = app.known(runId) ?? { id: runId, status: "created" };
    shell.out(resultText({ id: runId, status: run.status }, this.#tools.cover.knownAlone));
    await this.#writeResult(run, lost !== undefined);
    return interrupts.exitCode ?? exitCodes.passed;
  }

  async #follow({ runId, finished, lost }: CreatedRun): Promise<number> {
    const { app, shell, interrupts, cover } = this.#tools;
    const endStory = this.#mode === "stream" ? this.#showStory(runId) : () => undefined;
    const endWaiting = tellWaiting({ app, runId, tell: this.#tell, cover });
    const watch = app.watcher.watch(runId);
    let run: Run | undefined;
    try {
      run = await untilEnd({ app, runId, finished, interrupts, tell: this.#tell, cover });
    } finally {
      endWaiting();
      endStory();
      watch.dispose();
    }
    if (!run) return interrupts.exitCode ?? exitCodes.failed;
    this.#tell(endSentence(cover.value(run), knownEnd(run, watch.runStory.story.slice(-lastSteps))));
    const hasOutput = run.output !== undefined && run.output !== null;
    if (run.status === "completed" || hasOutput) shell.out(resultText(run.output, cover.knownAlone));
    const saving = run.status === "completed" ? [this.#saveOutput(run.output)] : [];
    await writeAll([this.#writeResult(run, lost !== undefined), ...saving]);
    return interrupts.exitCode ?? (run.status === "completed" ? exitCodes.passed : exitCodes.failed);
  }

  #showStory(runId: string): () => void {
    const { app, shell, cover } = this.#tools;
    const printer = new StoryPrinter(shell.err, painter(shell), cover);
    const watch = app.watcher.watch(runId);
    printer.take(watch.runStory.steps.map((step) => ({ kind: "upsert", step })));
    watch.onDidChange((change) => change.kind === "events" && printer.take(change.story));
    return () => {
      watch.dispose();
      printer.end();
    };
  }

  async #writeResult(run: Run, wasLost: boolean): Promise<void> {
    const { app, result } = this.#tools;
    if (result === undefined) return;
    const { file } = this.#command;
    const told: RunResult = {
      format: "dynamiq-runs/run",
      version: 1,
      app: app.connectionId,
      file,
      mode: this.#mode,
      wasLost,
      run,
    };
    await writeResult(result, resultText(told, this.#tools.cover.knownAlone));
  }

  /** An existing file stays, because nobody knows who wrote it: the output goes beside it. */
  async #saveOutput(output: unknown): Promise<void> {
    const { saveTo } = this.#prepared;
    if (saveTo === undefined || output === undefined || output === null) return;
    try {
      const written = { digestOf: () => undefined, remember: async () => {} };
      const place = await writeOutput(saveTo, output, written);
      this.#tell(`Output saved to ${basename(place)}${place === saveTo ? "" : `, beside ${basename(saveTo)}`}`);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`The output can't be saved to ${basename(saveTo)}: ${reason}`, { cause });
    }
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
  /** As the app reports it. */
  run: Run;
}

interface UserOfRun {
  app: AppRuns;
  name: string;
  userId: string | undefined;
  signal: AbortSignal;
  tell: (line: string) => void;
}

/**
 * Reports the accounts that the run's user hasn't connected. The run starts all the same: nobody may be there to ask,
 * and the app decides what works without them. An app that can't be asked doesn't stop it, either.
 */
async function tellMissingAccounts({ app, name, userId, signal, tell }: UserOfRun): Promise<void> {
  if (userId === undefined) return;
  const check = await new RequirementChecks().check(app, userId, signal);
  if (check.kind === "missing") {
    const it = check.missing.accounts.length === 1 ? "it" : "them";
    tell(`${missingSentence(check.missing)}. ${name} may fail without ${it}.`);
  }
  if (check.kind === "unknown" && !signal.aborted)
    tell(`The accounts of the user can't be checked: ${check.error.message}`);
}
