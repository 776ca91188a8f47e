import type * as vscode from "vscode";

/** Files that a feature runs in another way than as one run. */
export interface FileKind {
  includes(uris: readonly vscode.Uri[]): Promise<boolean>;
  /** @param clicked as for a command @param selected as for a command */
  run(clicked: unknown, selected: unknown): Promise<unknown>;
}
