import * as vscode from "vscode";
import { runFileId } from "../../host/ids.ts";
import type { RunsNode } from "./nodes.ts";

const uriList = "text/uri-list";

/** Files that are dropped onto the explorer start a run, like a selection for *Run with This File*. */
export const fileDrop: vscode.TreeDragAndDropController<RunsNode> = {
  dragMimeTypes: [],
  dropMimeTypes: [uriList],
  async handleDrop(_target, data) {
    const uris = urisIn((await data.get(uriList)?.asString()) ?? "");
    if (uris.length > 0) await vscode.commands.executeCommand(runFileId, undefined, uris);
  },
};

/** The addresses in a list in the format of RFC 2483. Lines with `#` are comments. */
function urisIn(list: string): vscode.Uri[] {
  const lines = list.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => vscode.Uri.parse(line, true));
}
