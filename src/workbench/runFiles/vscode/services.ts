import type * as vscode from "vscode";
import type { RequirementChecks } from "#runs/requirements/requirementChecks.ts";
import { point } from "#workbench/core/points.ts";
import type { NextRun } from "./create/nextRun.ts";
import type { StartGuard } from "./create/startGuard.ts";
import type { FirstRun } from "./firstRun.ts";
import type { PendingOutputs } from "./pendingOutputs.ts";
import type { ReadConsent } from "./readConsent.ts";

/** What a selection of files can be, besides a run file. */
export const fileKinds = point<FileKind>("kinds of files");

/** Each reads which runs a feature has started, before a look-up claims runs for requests without a response. */
export const unfinishedStarts = point<() => Promise<void>>("unfinished starts");

/** Files that a feature runs in another way than as one run. */
export interface FileKind {
  includes(uris: readonly vscode.Uri[]): Promise<boolean>;
  /** @param clicked as for a command @param selected as for a command */
  run(clicked: unknown, selected: unknown): Promise<unknown>;
}

/**
 * Each makes an app ready for a run with a file, where there is none yet or it isn't at work.
 *
 * @param file that the person runs. Returns whether to go on
 */
export const readyApps = point<(file: vscode.Uri | undefined) => Promise<boolean>>("apps for files");

/** Each knows the fields of an app's input, without values, by its connection. */
export const emptyInputs = point<(connectionId: string) => object | undefined>("empty inputs");

/** What run files offer to their commands and to the features below them. */
export interface RunFileServices {
  /** Asks before something outside the workspace folder is sent. */
  consent: ReadConsent;
  /** The values that the person entered for prompts, by label. */
  prompts: Map<string, string>;
  /** Prevents that a run is started twice at once. */
  starts: StartGuard;
  /** Knows which accounts a run's user has to connect first. */
  requirements: RequirementChecks;
  /** Writes the outputs that run files ask for. */
  outputs: PendingOutputs;
  /** The row of the *Runs* view that starts a first run. */
  firstRun: FirstRun;
  /** The uploads that are marked for the next run. */
  nextRun: NextRun;
}
