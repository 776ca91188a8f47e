import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as vscode from "vscode";

/** A fresh folder of the workspace that is open. */
export class Folder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<Folder> {
    return new Folder(await mkdtemp(join(workspacePath(), "files-")));
  }

  /** The path of a fresh folder beside the workspace, with which it goes. */
  static async makeOutside(): Promise<string> {
    return await mkdtemp(join(dirname(workspacePath()), "outside-"));
  }

  /** @param content text, bytes, or anything else as JSON */
  async write(name: string, content: unknown): Promise<vscode.Uri> {
    const raw = typeof content === "string" || content instanceof Uint8Array;
    const path = join(this.path, name);
    await writeFile(path, raw ? content : JSON.stringify(content));
    return vscode.Uri.file(path);
  }
}

function workspacePath(): string {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(workspace, "no folder is open");
  return workspace.uri.fsPath;
}

/** In hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
