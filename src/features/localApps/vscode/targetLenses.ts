import * as vscode from "vscode";
import { findTargets } from "#features/localApps/core/findTargets.ts";
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
      return targets.flatMap((found) => {
        const target = workspaceTarget(document.uri, found);
        if (!target) return [];
        const range = new vscode.Range(found.line, 0, found.line, 0);
        return commandsOf(target, apps).map(
          (command) => new vscode.CodeLens(range, { ...command, arguments: [target] }),
        );
      });
    },
  });
}

function commandsOf(target: WorkspaceTarget, apps: LocalApps | undefined): vscode.Command[] {
  const served = apps?.of(servedTarget(target));
  // A server that has loaded no code is there for the runs of before.
  if (!served || served.app.state.state === "unloaded") {
    return [
      {
        title: "$(play)\u00a0Serve",
        tooltip: "Serve this workflow as an app on this machine",
        command: commandIds.serveWorkflow,
      },
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
    { title: "Run…", tooltip: "Open a run file with the input of this workflow", command: commandIds.runLocalApp },
    { title: "Debug", tooltip: "Serve this workflow in the debugger", command: commandIds.debugWorkflow },
    { title: "Stop", tooltip: "Stop the app. Its runs are kept.", command: commandIds.stopLocalApp },
  ];
}
