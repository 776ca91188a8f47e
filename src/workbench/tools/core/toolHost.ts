import { countOf } from "#model/counts.ts";
import { formatDuration } from "#model/duration.ts";
import type { OriginOf } from "#model/runOrigin.ts";
import type { OutsideRead } from "#runFiles/consent/readGate.ts";
import type { RunCreator } from "#runs/create/runCreator.ts";
import type { RunsOfApp } from "#runs/create/runsOfApp.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import type { RunWatcher } from "#runs/live/runWatcher.ts";
import type { Confirmation, ToolConnection } from "#runs/questions/confirmation.ts";
import type { Cover } from "#runs/values/cover.ts";
import type { AnswerService } from "#workbench/inputRequests/core/answerService.ts";

/** What tools need from VS Code or the command line. */
export interface ToolHost {
  /** All connections, without keys. */
  connections(): Promise<readonly ToolConnection[]>;
  /** The runs of a connection. `RunsSession` is one. @throws ApiError */
  app(connectionId: string): Promise<ToolApp>;
  /** What this machine knows of a connection's runs; absent where nothing is kept, as on the command line. */
  kept?(connectionId: string): KeptRuns;
  /** Covers secrets in runs and files. It knows the keys of all connections. */
  cover(): Promise<Cover>;
  /** Absent where nothing may be started, canceled or answered: then only the reading tools exist. */
  readonly effects: ToolEffects | undefined;
  /** Takes a line for each call. */
  log(entry: ToolLogEntry): void;
}

/** What is kept of an app's runs. */
export interface KeptRuns {
  /** What is known of each run without its app. */
  facts(): Promise<readonly RunFacts[]>;
  readonly originOf: OriginOf;
}

export interface ToolApp extends RunsOfApp {
  readonly watcher: Pick<RunWatcher, "adopt" | "follow" | "watch" | "take">;
}

export interface ToolEffects {
  /**
   * Whether a person wants it. Called before every effect, with what is going to be sent.
   *
   * In VS Code, the chat asks with {@link Confirmation} before it calls the tool. There this compares the fingerprints,
   * because the file may have changed since. A server whose client doesn't ask has to ask here.
   */
  confirm(confirmation: Confirmation, signal: AbortSignal): Promise<boolean>;
  readonly creator: Pick<RunCreator, "create">;
  readonly answers: Pick<AnswerService, "locate" | "request" | "send">;
  /** Absolute: the folders whose files tools may use. Empty when none is open. */
  readonly folders: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The text of a file as the person sees it, also unsaved. @param path absolute, within a folder */
  readText(path: string): Promise<string>;
  /** The reads of a file outside the folders that nobody has allowed. @param source the file, absolute */
  notAllowed(source: string, reads: readonly OutsideRead[], connectionId: string): Promise<readonly OutsideRead[]>;
  /** Called after a tool has started a run, so that views can mark it. */
  onStarted(connectionId: string, runId: string, tool: string): void;
}

export interface ToolLogEntry {
  readonly tool: string;
  /** The names of the arguments, in one line. */
  readonly arguments: string;
  readonly outcome: "done" | "failed" | "declined" | "canceled";
  /** Why it isn't done, in our own words. */
  readonly reason?: string;
  /** The size of the result. */
  readonly characters: number;
  readonly tokens: number;
  /** In milliseconds. */
  readonly took: number;
}

/** A call as a line of the log: `Tool listRuns (status): done in 45 ms, 1,203 characters, 340 tokens`. */
export function toolLogLine({ tool, outcome, reason, characters, tokens, took, ...entry }: ToolLogEntry): string {
  const why = reason === undefined ? "" : ` (${reason})`;
  const size = `${countOf(characters, "character")}, about ${countOf(tokens, "token")}`;
  return `Tool ${tool} (${entry.arguments}): ${outcome} in ${formatDuration(took)}${why}, ${size}`;
}
