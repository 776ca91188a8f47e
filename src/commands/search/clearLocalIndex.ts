import * as vscode from "vscode";
import { confirm } from "../../host/confirm.ts";
import type { App } from "../app.ts";

type Needs = Pick<App, "connections" | "localIndex">;

/** Removes all runs of all connections from this computer's index, after a confirmation. */
export async function clearLocalIndex({ connections, localIndex }: Needs): Promise<void> {
  const isWanted = await confirm({
    question: "Clear the local index?",
    detail: "Search and Insights forget all runs that were read on this computer. The apps keep their runs.",
    act: "Clear",
  });
  if (!isWanted) return;
  await localIndex.clear(connections.list.map(({ id }) => id));
  vscode.window.setStatusBarMessage("The local index is empty.", 5_000);
}
