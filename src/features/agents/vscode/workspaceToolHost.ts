import * as vscode from "vscode";
import { type LocalRuns, type ToolEffects, type ToolHost, toolLogLine } from "#features/agents/core/toolHost.ts";
import type { SearchServices } from "#features/search/vscode/services.ts";
import { readFileText } from "#host/readFileText.ts";
import { openFolders } from "#host/runFilePlace.ts";
import type { ToolConnection } from "#runs/questions/confirmation.ts";
import { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";

type Needs = Pick<App, "answers" | "connections" | "consent" | "creator" | "log" | "sessions" | "started"> &
  Pick<SearchServices, "localIndex">;

/**
 * The connections and files of this window, for tools. Keys stay in the clients of the connections. In an untrusted
 * workspace there are no effects.
 *
 * @param confirm asks a person before an effect
 */
export function workspaceToolHost(services: Needs, confirm: ToolEffects["confirm"]): ToolHost {
  const { connections, sessions, log } = services;
  const effects = workspaceEffects(services, confirm);
  return {
    connections: async () => connections.list.map((each) => toolConnection(each, connections.active)),
    app: async (connectionId) => sessions.get(connectionId),
    local: (connectionId) => localRuns(services, connectionId),
    cover: () => connections.withKeys((keys) => new Cover(keys)),
    get effects() {
      return vscode.workspace.isTrusted ? effects : undefined;
    },
    log: (entry) => log.info(toolLogLine(entry)),
  };
}

function localRuns({ localIndex, sessions }: Needs, connectionId: string): LocalRuns {
  const { store } = sessions.get(connectionId);
  return {
    index: async () => {
      if (localIndex.failure !== undefined) return undefined;
      if (store.state.kind === "idle") await store.refresh();
      await localIndex.see(connectionId, store.runs());
      return localIndex.failure === undefined ? localIndex.indexOf(connectionId) : undefined;
    },
    facts: async () => (await localIndex.factsOf(connectionId)?.facts()) ?? [],
    originOf: store.origins(),
  };
}

function toolConnection({ id, name, baseUrl, production }: Connection, active: Connection | undefined): ToolConnection {
  return { id, name, host: new URL(baseUrl).host, production, isActive: id === active?.id };
}

function workspaceEffects(services: Needs, confirm: ToolEffects["confirm"]): ToolEffects {
  const { connections, creator, answers, consent, started } = services;
  return {
    confirm,
    creator,
    answers,
    get folders() {
      return openFolders();
    },
    environment: process.env,
    readText: async (path) => readFileText(vscode.Uri.file(path)),
    notAllowed: async (source, reads, connectionId) => {
      const connection = connections.get(connectionId);
      return connection ? consent.notAllowed(vscode.Uri.file(source), reads, connection) : reads;
    },
    onStarted: (connectionId, runId) => started.note(connectionId, runId, { byAgent: true }),
  };
}
