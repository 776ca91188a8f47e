import { homedir } from "node:os";
import { basename } from "node:path";
import * as vscode from "vscode";
import { showSaveDialog } from "../../../host/dialogs.ts";
import { showError } from "../../../host/errors/showError.ts";
import { UserError } from "../../../host/errors/userError.ts";
import { commandIds } from "../../../host/ids.ts";
import { batchCsv, batchMarkdown } from "../core/batchTexts.ts";
import type { BatchPanelsOptions } from "./batchPanels.ts";

type Actions = Pick<BatchPanelsOptions, "use" | "retry" | "openRun">;

export function batchResultActions(): Actions {
  const run = (command: string, argument: unknown): void => {
    vscode.commands.executeCommand(command, argument).then(undefined, showError);
  };
  return {
    openRun: (target) => run(commandIds.openRun, target),
    retry: (id) => run(commandIds.retryBatch, id),
    use: (use, head, rows) => {
      const used = use === "copy" ? vscode.env.clipboard.writeText(batchMarkdown(head, rows)) : save(head, rows);
      used.then(undefined, showError);
    },
  };
}

/** The ending of the file that the person chooses decides what is written. */
async function save(...[head, rows]: Parameters<typeof batchMarkdown>): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const name = `${head.name.replace(/[/\\]/g, "_").replace(/\.jsonl?$/i, "")} results.csv`;
  const uri = await showSaveDialog({
    title: "Save Results",
    defaultUri: vscode.Uri.joinPath(folder, name),
    filters: { CSV: ["csv"], Markdown: ["md"] },
  });
  if (!uri) return;
  const text = uri.path.toLowerCase().endsWith(".md") ? batchMarkdown(head, rows) : batchCsv(rows);
  try {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  } catch (error) {
    throw new UserError(`${basename(uri.path)} couldn't be saved: ${String(error)}`, [], { cause: error });
  }
}
