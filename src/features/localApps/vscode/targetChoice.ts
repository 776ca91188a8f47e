import * as vscode from "vscode";
import { findTargets, type TargetKind } from "#features/localApps/core/findTargets.ts";
import { likelyTargets } from "#features/localApps/core/likelyTargets.ts";
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
 * @param served that no file names, as a function that returns a workflow
 * @returns `undefined` when they cancel. @throws NothingToDo when there is none
 */
export async function chooseTarget(
  title: string,
  served: readonly WorkspaceTarget[],
): Promise<WorkspaceTarget | undefined> {
  const found = [
    ...new Map([...served, ...targetsIn(await targetsOfWorkspace())].map((each) => [keyOf(each), each])).values(),
  ];
  if (found.length === 0) {
    throw new NothingToDo(
      "No Workflow, Flow or Agent was found at the top level of a Python file that imports dynamiq, and no workflow in " +
        "a YAML file. Open the folder with your code.",
    );
  }
  return choose(title, found);
}

/**
 * The workflow that a run file is meant for, which the person chooses if several can be.
 *
 * @returns `undefined` when they cancel, `none` without a workflow
 */
export async function chooseTargetFor(file: vscode.Uri | undefined): Promise<WorkspaceTarget | "none" | undefined> {
  const found = await targetsOfWorkspace();
  if (found.length === 0) return "none";
  const likely = file ? likelyTargets(found, file.path) : found;
  return choose("Run with This File", targetsIn(likely));
}

/** A single one is taken. */
async function choose(title: string, found: readonly WorkspaceTarget[]): Promise<WorkspaceTarget | undefined> {
  if (found.length === 1) return found[0];
  const sorted = found.toSorted((a, b) => a.name.localeCompare(b.name));
  const items = sorted.map((target) => ({ label: target.name, description: folderNote(target), target }));
  return (await showPick(items, { title, placeHolder: "A workflow of this workspace" }))?.target;
}

function keyOf({ folder, name }: WorkspaceTarget): string {
  return `${folder.uri.toString()} ${name}`;
}

function folderNote({ folder }: WorkspaceTarget): string {
  return (vscode.workspace.workspaceFolders ?? []).length > 1 ? folder.name : "";
}

function targetsIn(found: readonly FoundTarget[]): WorkspaceTarget[] {
  return found.map(({ target }) => target);
}

interface FoundTarget {
  target: WorkspaceTarget;
  path: string;
  kind: TargetKind;
}

async function targetsOfWorkspace(): Promise<FoundTarget[]> {
  const files = await vscode.workspace.findFiles(targetFiles, unreadFiles, maxFiles);
  const found = await Promise.all(
    files.map(async (file) => {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
      return findTargets(file.path, text).flatMap((each) => {
        const target = workspaceTarget(file, each);
        return target ? [{ target, path: file.path, kind: each.kind }] : [];
      });
    }),
  );
  return found.flat();
}
