/**
 * The `when` clauses of package.json hide commands that have nothing to work with, by context keys of each feature. A
 * command that still has nothing throws `NothingToDo`.
 */

import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import type { Event } from "#base/emitter.ts";
import { commandStateKeys } from "#host/ids.ts";

/** The facts that decide which commands have something to work with. Each is a context key. */
export interface CommandStates {
  approvalWaits: boolean;
  questionWaits: boolean;
  /** Whether an input request hands over the agent's browser. */
  browserWaits: boolean;
  /** What the active connection can't do, as words. */
  connectionLacks: string;
  hasBatches: boolean;
  /** Whether a batch has lines that were not sent, that can be sent again, or whose runs aren't known. */
  hasBatchToRetry: boolean;
  hasUploads: boolean;
  /** `active`, `ended`, `completed`, `local`, `localActive`, `exported` or `removed`; empty without a focused panel. */
  panelRun: string;
  /** What that run has: `user`, `session`, both, or neither. */
  panelRunParts: string;
  /** Whether a workflow of the workspace is served. */
  servesLocalApps: boolean;
  /** Whether the active connection is a local app, whose runs have a log. */
  showsLocalApp: boolean;
  /** Whether a run was selected for comparison. */
  selectedForCompare: boolean;
  /** Whether one of the selected rows of the *Runs* view is a run that goes on. */
  activeRunSelected: boolean;
}

/** Sets the context keys of one feature, at once and after changes. Changes come in bursts. */
export function keepContextKeys(
  sources: readonly { onDidChange: Event<unknown> }[],
  read: () => Partial<CommandStates>,
): Disposable {
  const owned = new DisposableStore();
  let lastStates: Partial<CommandStates> = {};
  let isPending = false;
  const set = (): void => {
    isPending = false;
    const states = read();
    for (const name of Object.keys(states) as (keyof CommandStates)[]) {
      if (states[name] === lastStates[name]) continue;
      void vscode.commands.executeCommand("setContext", commandStateKeys[name], states[name]);
    }
    lastStates = states;
  };
  for (const { onDidChange } of sources)
    owned.add(
      onDidChange(() => {
        if (isPending) return;
        isPending = true;
        queueMicrotask(set);
      }),
    );
  set();
  return owned;
}
