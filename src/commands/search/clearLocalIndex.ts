import * as vscode from "vscode";
import { confirm } from "../../host/confirm.ts";
import type { SearchCommands } from "./searchCommands.ts";

/** Removes all runs of all connections from this computer's index, after a confirmation. */
export async function clearLocalIndex({ connections, localIndex }: SearchCommands): Promise<void> {
  const isWanted = await confirm({
    question: "Clear the local index?",
    detail: "Search and Insights forget all runs that were read on this computer. The apps keep their runs.",
    act: "Clear",
  });
  if (!isWanted) return;
  await localIndex.clear(connections.list.map(({ id }) => id));
  vscode.window.setStatusBarMessage("The local index is empty.", 5_000);
}
