import * as vscode from "vscode";
import { findTargets } from "#features/localApps/core/findTargets.ts";
import { type WorkspaceTarget, workspaceTarget } from "./workspaceTarget.ts";

/**
 * F5 with `{"type": "dynamiq", "request": "launch", "workflow": "support.py:workflow"}`, or in a file with a workflow. The
 * sessions that follow are those of Python's debugger.
 */
export function registerDebugType(debug: (target: WorkspaceTarget) => Promise<unknown>): vscode.Disposable {
  return vscode.debug.registerDebugConfigurationProvider("dynamiq", {
    async resolveDebugConfiguration(folder, configuration) {
      const target = await targetOf(folder, configuration["workflow"]);
      await debug(target);
      // The sessions of Python's debugger take the place of this one.
      return undefined;
    },
  });
}

/** @throws Error when it names nothing that can be served: VS Code shows it */
async function targetOf(folder: vscode.WorkspaceFolder | undefined, workflow: unknown): Promise<WorkspaceTarget> {
  if (typeof workflow === "string" && folder) {
    const [, path = workflow] = /^(.*):[^:/\\]*$/.exec(workflow) ?? [];
    return { folder, name: workflow, file: vscode.Uri.joinPath(folder.uri, path), line: 0 };
  }
  const document = vscode.window.activeTextEditor?.document;
  const [found] = document ? findTargets(document.uri.path, document.getText()) : [];
  const target = document && found && workspaceTarget(document.uri, found);
  if (target) return target;
  throw new Error(
    'launch.json: no workflow was found. Set "workflow", for example to "support.py:workflow", or open a file with a Workflow, Flow or Agent.',
  );
}
