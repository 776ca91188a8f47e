import * as vscode from "vscode";
import { registerDebugType } from "./debugType.ts";
import type { LocalAppServices } from "./services.ts";
import { registerTargetLenses } from "./targetLenses.ts";

/** Registers lenses and F5. The rest is loaded when a file with a workflow is open. */
export function localAppsEntry(
  { subscriptions }: vscode.ExtensionContext,
  load: () => Promise<LocalAppServices>,
): void {
  const changed = new vscode.EventEmitter<void>();
  subscriptions.push(
    changed,
    registerTargetLenses(load, changed),
    registerDebugType(async (target) => (await load()).debugTarget(target)),
  );
}
