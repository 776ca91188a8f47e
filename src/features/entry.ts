/**
 * What VS Code must know of the features at the activation, in the entry bundle: a line each. It has no classes and no
 * zod; what is behind it is loaded at the first use.
 */
import type * as vscode from "vscode";
import type { Core } from "../main.ts";
import { agentsEntry } from "./agents/vscode/agentsEntry.ts";
import { createExplorer } from "./explorer/vscode/explorer.ts";
import { goldenEntry } from "./golden/vscode/goldenFileSelector.ts";
import { createUploadsView } from "./uploads/vscode/uploadsView.ts";

/** Loads everything behind the entry bundle. */
export type Load = () => Promise<Core>;

export interface EntryOptions {
  /** Whether there is no connection, so that nothing needs to be loaded. */
  isEmpty: () => Promise<boolean>;
  load: Load;
  subscriptions: vscode.Disposable[];
}

/** The views, which VS Code fills as soon as they are made. */
const views = {
  explorer: createExplorer,
  uploadsView: createUploadsView,
};

export type EntryViews = { [Name in keyof typeof views]: ReturnType<(typeof views)[Name]> };

export function entryViews({ isEmpty, load, subscriptions }: EntryOptions): EntryViews {
  const options = { isEmpty, load: async () => (await load()).app };
  const made = Object.entries(views).map(([name, create]) => [name, create(options, subscriptions)]);
  return Object.fromEntries(made) as EntryViews;
}

/** What is registered right after the activation. */
export const entries: readonly ((extension: vscode.ExtensionContext, load: Load) => void)[] = [
  (extension, load) => agentsEntry(extension, async () => (await load()).app),
  (extension, load) => goldenEntry(extension, async () => (await load()).app),
];
