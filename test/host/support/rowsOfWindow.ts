import type * as vscode from "vscode";
import { RunsClient } from "#api/client.ts";
import { Emitter } from "#base/emitter.ts";
import { RunsSession, RunsSessions } from "#runs/store/runsSession.ts";
import { ActiveRuns } from "#workbench/connections/vscode/activeRuns.ts";
import { WatchedRuns } from "#workbench/connections/vscode/watchedRuns.ts";
import { ClientPool } from "#workbench/core/connections/clientPool.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { UploadStore } from "#workbench/core/uploadStore.ts";
import { LayoutStore } from "#workbench/explorer/vscode/layoutStore.ts";
import type { RunsNode } from "#workbench/explorer/vscode/nodes.ts";
import { RunsTree } from "#workbench/explorer/vscode/runsTree.ts";
import { ShownRuns } from "#workbench/explorer/vscode/shownRuns.ts";
import { NextRun } from "#workbench/runFiles/vscode/create/nextRun.ts";
import { ExtensionState } from "../../support/state/extensionState.ts";
import { connectionsOf, openShared } from "../../support/state/windows.ts";

export interface WindowOfRows {
  connections: ConnectionStore;
  runs: ActiveRuns;
  watched: WatchedRuns;
  layouts: LayoutStore;
  shownRuns: ShownRuns;
  /** With which {@link shownRuns} was made. */
  needs: ConstructorParameters<typeof ShownRuns>[0];
  memento: vscode.Memento;
  tree: RunsTree;
  uploads: UploadStore;
  nextRun: NextRun;
  connect(app: { url: string; accessKey: string }, name: string): Promise<Connection>;
  /** The rows of the *Runs* view from top to bottom, with all groups open, as VS Code would draw them. */
  rows(): Promise<vscode.TreeItem[]>;
  close(): void;
}

/** What lists runs and uploads, as a window has it, on storage of its own and without a view that draws it. */
export async function openRows(): Promise<WindowOfRows> {
  const shared = await openShared();
  const state = new ExtensionState({}, "workspace").open();
  const connections = connectionsOf(shared, state);
  const clients = new ClientPool(connections, async (baseUrl, accessKey) => new RunsClient({ baseUrl, accessKey }));
  const sessions = new RunsSessions((id) => new RunsSession(id, () => clients.get(id)));
  connections.onDidChange(({ client }) => client && sessions.end(client));
  const runs = new ActiveRuns(connections, sessions);
  const watched = new WatchedRuns(connections, sessions);
  const changed = new Emitter<RunsNode | undefined>();
  const layouts = new LayoutStore({ ...shared, window: state }, connections);
  const needs = { activeRuns: runs, connections, sessions, watched };
  const shownRuns = new ShownRuns(needs, layouts, state);
  const tree = new RunsTree(shownRuns, layouts, changed);
  const uploads = new UploadStore(shared.uploads, connections);
  const below = async (node?: RunsNode): Promise<vscode.TreeItem[]> => {
    const rows: vscode.TreeItem[] = [];
    for (const child of await tree.getChildren(node)) {
      rows.push(tree.getTreeItem(child));
      if (child.kind === "group") rows.push(...(await below(child)));
    }
    return rows;
  };
  return {
    connections,
    runs,
    watched,
    layouts,
    shownRuns,
    needs,
    memento: state,
    tree,
    uploads,
    nextRun: new NextRun(state, uploads),
    connect: ({ url: baseUrl, accessKey }, name) => connections.add({ name, baseUrl, accessKey }),
    rows: () => below(),
    close() {
      for (const part of [tree, shownRuns, watched, runs, sessions, clients, uploads, connections]) part.dispose();
    },
  };
}

/** What rows say, each in a line: *Completed 3*. Ages, which change all the time, are left out. */
export function words(rows: readonly vscode.TreeItem[]): string[] {
  return rows.map(({ label, description }) => {
    const title = typeof label === "string" ? label : (label?.label ?? "");
    const plain = title.replace(/^[\s\u2000-\u200a]*(?:now|\d+[smhdwy])[\s\u2000-\u200a]+/, "");
    return typeof description === "string" ? `${plain} ${description}`.trim() : plain;
  });
}
