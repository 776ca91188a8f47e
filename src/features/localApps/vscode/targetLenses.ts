import * as vscode from "vscode";
import { findTargets, type Target, targetKinds } from "#features/localApps/core/findTargets.ts";
import { commandIds } from "#host/commandIds.ts";
import type { LocalApps } from "./localApps.ts";
import { servedTarget, type WorkspaceTarget, workspaceTarget } from "./workspaceTarget.ts";

const selector: vscode.DocumentSelector = { scheme: "file", pattern: "**/*.{py,yaml,yml}" };

/**
 * Above each workflow of an open file: the ways to serve it and, once it is served, its state and the ways to run it. The
 * rest is loaded when a file has one. @param changed fires when an app was started, stopped or loaded
 */
export function registerTargetLenses(
  load: () => Promise<{ localApps: LocalApps }>,
  changed: vscode.EventEmitter<void>,
): vscode.Disposable {
  let apps: LocalApps | undefined;
  const follow = async (): Promise<void> => {
    if (apps) return;
    apps = (await load()).localApps;
    apps.onDidChange(() => changed.fire());
  };
  return vscode.languages.registerCodeLensProvider(selector, {
    onDidChangeCodeLenses: changed.event,
    async provideCodeLenses(document) {
      if (!vscode.workspace.isTrusted) return [];
      const targets = findTargets(document.uri.path, document.getText());
      if (targets.length === 0) return [];
      await follow();
      const own = targets.flatMap((found) => {
        const target = workspaceTarget(document.uri, found);
        return target ? commandsOf(target, apps).map((command) => lensOf(found.line, command, target)) : [];
      });
      return [...lensesOnTop(document, targets), ...own];
    },
  });
}

/** How many lines are in view when a file is opened in a small window. */
const linesInView = 25;

/** Code ends with its workflow, and a YAML too: if none is in view when the file is opened, the first line has a way to it. */
function lensesOnTop(document: vscode.TextDocument, targets: readonly Target[]): vscode.CodeLens[] {
  if (targets.some(({ line }) => line < linesInView)) return [];
  const kind = targetKinds.find((each) => targets.some((found) => found.kind === each));
  return targets.flatMap((found) => {
    const target = found.kind === kind && workspaceTarget(document.uri, found);
    if (!target) return [];
    const command = { title: `$(play)\u00a0Run ${found.name}…`, tooltip: runTooltip, command: commandIds.runLocalApp };
    return [lensOf(0, command, target)];
  });
}

function lensOf(line: number, command: vscode.Command, target: WorkspaceTarget): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { ...command, arguments: [target] });
}

const runTooltip = "Serve this workflow as an app on this machine, and run it with your input";

function commandsOf(target: WorkspaceTarget, apps: LocalApps | undefined): vscode.Command[] {
  const served = apps?.of(servedTarget(target));
  // A server that has loaded no code is there for the runs of before.
  if (!served || served.app.state.state === "unloaded") {
    return [
      {
        title: "$(play)\u00a0Run…",
        tooltip: runTooltip,
        command: commandIds.runLocalApp,
      },
      { title: "Serve", tooltip: "Serve this workflow without starting a run", command: commandIds.serveWorkflow },
      { title: "Debug", tooltip: "Serve this workflow in the debugger", command: commandIds.debugWorkflow },
    ];
  }
  const { state, error } = served.app.state;
  const words = {
    loading: "$(loading~spin)\u00a0loading",
    ready: "$(circle-filled)\u00a0ready",
    broken: "$(error)\u00a01 problem",
  };
  return [
    { title: words[state], tooltip: error?.message ?? served.interpreter, command: commandIds.showLocalAppLog },
    { title: "Run…", tooltip: "Run this workflow with your input", command: commandIds.runLocalApp },
    { title: "Debug", tooltip: "Serve this workflow in the debugger", command: commandIds.debugWorkflow },
    { title: "Stop", tooltip: "Stop the app. Its runs are kept.", command: commandIds.stopLocalApp },
  ];
}
