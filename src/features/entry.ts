/**
 * What VS Code must know of the features at the activation, in the entry bundle: a line each. It has no classes and no
 * zod; what is behind it is loaded at the first use.
 */

import type * as vscode from "vscode";
import type { Event } from "#base/emitter.ts";
import type { StoreChange } from "#runs/store/knownRuns.ts";
import type { LeftWork } from "#workbench/core/unfinished.ts";
import { createExplorer } from "#workbench/explorer/vscode/explorer.ts";
import { runFilesEntry } from "#workbench/runFiles/vscode/runFileSelector.ts";
import { agentsEntry } from "./agents/vscode/agentsEntry.ts";
import { hasOpenBatch } from "./batches/core/openBatches.ts";
import { goldenEntry } from "./golden/vscode/goldenFileSelector.ts";
import { linksEntry } from "./links/vscode/linksEntry.ts";
import { localAppsEntry } from "./localApps/vscode/localAppsEntry.ts";
import { hasTraced, wasTracing } from "./localRuns/core/tracedBefore.ts";
import { publicApi } from "./publicApi/vscode/publicApi.ts";
import { createUploadsView } from "./uploads/vscode/uploadsView.ts";

/** The views, which VS Code fills as soon as they are made. */
const views = {
  explorer: createExplorer,
  uploadsView: createUploadsView,
};

export type EntryViews = { [Name in keyof typeof views]: ReturnType<(typeof views)[Name]> };

/** What each view is made with: what it loads of the app, and whether there is no connection. */
type ViewOptions = (typeof views)[keyof typeof views] extends (options: infer Options, ...rest: never) => unknown
  ? Options
  : never;

export function entryViews(options: ViewOptions, subscriptions: vscode.Disposable[]): EntryViews {
  const made = Object.entries(views).map(([name, create]) => [name, create(options, subscriptions)]);
  return Object.fromEntries(made) as EntryViews;
}

/** What is registered right after the activation. */
export const entries = {
  runFiles: runFilesEntry,
  agents: agentsEntry,
  golden: goldenEntry,
  links: linksEntry,
  localApps: localAppsEntry,
};

/** Tell of work that an earlier window has left. */
export const leftWork: Readonly<Record<string, LeftWork>> = {
  batches: hasOpenBatch,
  localRuns: wasTracing,
};

/** Tell of runs that are there without a connection that a person has added. */
export const otherRuns: Readonly<Record<string, LeftWork>> = {
  localRuns: hasTraced,
};

type Core = import("../main.ts").Core;

/** What other extensions get from the activation. */
export const apis: Readonly<
  Record<string, (load: () => Promise<Core["app"]>, runsChanged: Event<StoreChange>) => unknown>
> = {
  publicApi,
};
