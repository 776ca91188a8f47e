import { relative } from "node:path";
import * as vscode from "vscode";
import type { Target } from "#features/localApps/core/findTargets.ts";
import type { ServedTarget } from "#workbench/core/connections/connection.ts";

/** A workflow of an open folder. */
export interface WorkspaceTarget {
  folder: vscode.WorkspaceFolder;
  /** `app/support.py:workflow`, relative to the folder. */
  name: string;
  file: vscode.Uri;
  /** The line of its definition, from 0. */
  line: number;
}

/** @returns `undefined` for a file outside of the open folders */
export function workspaceTarget(file: vscode.Uri, { name, line }: Target): WorkspaceTarget | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(file);
  if (!folder || file.scheme !== "file") return undefined;
  const path = relative(folder.uri.fsPath, file.fsPath).replaceAll("\\", "/");
  return { folder, name: `${path}:${name}`, file, line };
}

/** A target as its connection keeps it. */
export function servedTarget({ folder, name }: WorkspaceTarget): ServedTarget {
  return { folder: folder.uri.fsPath, target: name };
}
