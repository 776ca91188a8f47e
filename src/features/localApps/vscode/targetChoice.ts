import * as vscode from "vscode";
import { findTargets } from "#features/localApps/core/findTargets.ts";
import { showPick } from "#host/dialogs.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { type WorkspaceTarget, workspaceTarget } from "./workspaceTarget.ts";

/** How many files are read for a list. */
const maxFiles = 500;
const targetFiles = "**/*.{py,yaml,yml}";
const unreadFiles = "**/{node_modules,.venv,venv,site-packages,.git,.tox,build,dist}/**";

/**
 * Lets the person choose a workflow of the open folders; a single one is taken.
 *
 * @returns `undefined` when they cancel. @throws NothingToDo when there is none
 */
export async function chooseTarget(title: string): Promise<WorkspaceTarget | undefined> {
  const found = await targetsOfWorkspace();
  const [only] = found;
  if (!only) {
    throw new NothingToDo(
      "No Workflow, Flow or Agent was found at the top level of a Python file that imports dynamiq, and no workflow in " +
        "a YAML file. Open the folder with your code.",
    );
  }
  if (found.length === 1) return only;
  const items = found.map((target) => ({ label: target.name, description: folderNote(target), target }));
  return (await showPick(items, { title, placeHolder: "A workflow of this workspace" }))?.target;
}

function folderNote({ folder }: WorkspaceTarget): string {
  return (vscode.workspace.workspaceFolders ?? []).length > 1 ? folder.name : "";
}

async function targetsOfWorkspace(): Promise<WorkspaceTarget[]> {
  const files = await vscode.workspace.findFiles(targetFiles, unreadFiles, maxFiles);
  const found = await Promise.all(
    files.map(async (file) => {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
      return findTargets(file.path, text).flatMap((target) => workspaceTarget(file, target) ?? []);
    }),
  );
  return found.flat().toSorted((a, b) => a.name.localeCompare(b.name));
}
