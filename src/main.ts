/**
 * The main bundle: everything that VS Code doesn't need at activation. It is loaded at the first row, command, panel
 * or call, because undici and zod take time to load and an activation has to be light.
 */

import * as vscode from "vscode";
import { type Disposable, DisposableStore, toDisposable } from "./base/disposable.ts";
import { onUnexpectedError, reportUnexpectedErrors } from "./base/unexpectedError.ts";
import type { EntryViews } from "./features/entry.ts";
import { features } from "./features/index.ts";
import { whenTrusted } from "./host/whenTrusted.ts";
import type { StateFolder } from "./storage/stateFolder.ts";
import { type RunCommand, runCommand } from "./workbench/core/commandErrors.ts";
import { type Base, buildCore } from "./workbench/core/core.ts";
import type { Built, Features } from "./workbench/core/feature.ts";
import { sharedStateIn } from "./workbench/core/sharedState.ts";
import { menuCommands, meantBy, type MenuManifest } from "./workbench/explorer/vscode/meantCommand.ts";

/** The parts that the entry bundle has made. */
export interface Entry extends Pick<Base, "extension" | "firstSteps" | "log" | "runsChanged"> {
  views: EntryViews;
}

/** The parts to which the entry bundle passes VS Code's calls. */
export interface Core extends Pick<Built<AppOfFeatures>, "app" | "panels"> {
  runCommand: RunCommand;
  /** Waits until nothing is left to write. */
  settled: () => Promise<void>;
}

/** What all features offer together. */
type AppOfFeatures = typeof features extends Features<infer App, never> ? App : never;

/** Reads the shared state and builds everything, in order. It is disposed with the extension. */
export async function build({ extension, firstSteps, log, runsChanged, views }: Entry): Promise<Core> {
  reportUnexpectedErrors((error) => log.error(error));
  const shared = sharedStateIn(extension.globalStorageUri.fsPath);
  const owned = new DisposableStore();
  extension.subscriptions.push(shared.folder, owned);
  const base: Base = { extension, owned, shared, log, firstSteps, runsChanged };
  const { app, commands, panels, resume, settle } = await features.build(shared.folder, () => ({
    ...buildCore(base),
    ...views,
  }));
  owned.add(followOtherWindows(shared.folder));
  owned.add(whenTrusted(() => void resume().catch(onUnexpectedError)));
  const commandMenus = menuCommands(extension.extension.packageJSON as MenuManifest);
  const runMeant = (id: string, given: readonly unknown[]): unknown => {
    const [first, second] = meantBy(commandMenus, id, given);
    return commands.get(id)?.(app, first, second);
  };
  return {
    app,
    panels,
    runCommand: (id, ...given) => runCommand(log, id, () => runMeant(id, given)),
    settled: async () => {
      await settle();
      await shared.folder.settled();
    },
  };
}

const lookInterval = 3_000;

/**
 * The system reports what another window has written, but not on every disk. So this window also reads the files when
 * it gets the focus, and from time to time while it has it.
 */
function followOtherWindows(shared: StateFolder): Disposable {
  const owned = new DisposableStore();
  const look = (): void => void shared.refresh().catch(onUnexpectedError);
  shared.watch();
  owned.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && look()));
  const clock = setInterval(() => vscode.window.state.focused && look(), lookInterval);
  owned.add(toDisposable(() => clearInterval(clock)));
  return owned;
}
