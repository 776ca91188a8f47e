import { basename } from "node:path";
import * as vscode from "vscode";
import type { InputAnswer } from "#api/contract.ts";
import { type Seed, seedOfRun, seedOfRunFile } from "#features/conversations/core/nextTurn.ts";
import type { ConversationRef, Draft } from "#features/conversations/page/messages.ts";
import type { CommandId } from "#host/commandIds.ts";
import { showError } from "#host/errors/showError.ts";
import { readFileText } from "#host/readFileText.ts";
import type { SentWith } from "#runs/create/startedRuns.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { RunWatch } from "#runs/live/watchTypes.ts";
import type { RunStore } from "#runs/store/runStore.ts";
import { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import { actViews, commandOf } from "#workbench/core/acts.ts";
import { conversationActs } from "#workbench/explorer/vscode/sessionTarget.ts";
import { compare, type FactsSource, runFacts } from "#workbench/panel/vscode/runPoints.ts";
import type { ComposerServices } from "./composer.ts";
import { composerServices } from "./sendTurn.ts";
import type { TurnsServices } from "./turnsPanel.ts";

interface AppFacts {
  name: string;
  isActive: boolean;
  isProduction: boolean;
  /** The connection's address, if the person is asked before something is sent to it. */
  asksFor?: string;
  messageField?: string;
}

interface RunOfApp {
  connectionId: string;
  runId: string;
}

export interface ConversationServices extends ComposerServices, TurnsServices {
  storeOf: (connectionId: string) => RunStore;
  /** What was written in panels, also in those that were closed. */
  drafts: {
    of(ref: ConversationRef): Draft | undefined;
    keep(ref: ConversationRef, draft: Draft): void;
  };
  /** What is known of the app; `undefined` after its connection was removed. */
  appOf: (connectionId: string) => AppFacts | undefined;
  /** The local index, if there is one. */
  factsOf: (connectionId: string) => FactsSource | undefined;
  /** Follows a run, as all views of it do. */
  watch: (connectionId: string, runId: string) => RunWatch;
  /** The input of a new conversation's first turn; `undefined` when it can't be read any more. */
  seedOf: (ref: ConversationRef) => Promise<Seed | undefined>;
  /** Whether the window has the focus: without it nothing is polled. */
  isFocused: () => boolean;
  /** Whether the workspace is trusted: otherwise nothing is sent. */
  isTrusted: () => boolean;
  /** How a run was sent, if it was sent from here. */
  sentWith: (run: RunOfApp) => SentWith | undefined;
  /** The answers from here that have arrived, by their runs. */
  answersOf: (connectionId: string) => ReadonlyMap<string, readonly InputAnswer[]>;
  /** The run whose message a run of a fork sent again. */
  forkOf: (run: RunOfApp) => string | undefined;
  compare: (before: RunOfApp, after: RunOfApp) => void;
}

/** What the panels of conversations find in the app, and do outside. */
export function conversationServices(app: App): ConversationServices {
  const { connections, sessions, panels, points } = app;
  const drafts = new Map<string, Draft>();
  const done = (acted: Thenable<unknown>): void => void acted.then(undefined, showError);
  return {
    ...composerServices(app),
    ofRuns: panels.services,
    drafts: {
      of: (ref) => drafts.get(conversationKey(ref)),
      keep: (ref, draft) => {
        drafts.delete(conversationKey(ref));
        if (draft.message !== "" || draft.others !== undefined) drafts.set(conversationKey(ref), draft);
      },
    },
    storeOf: (connectionId) => sessions.get(connectionId).store,
    appOf: (connectionId) => {
      const connection = connections.get(connectionId);
      if (!connection) return undefined;
      const { name, production, baseUrl, messageField } = connection;
      const asksFor = production === "ask" ? baseUrl : undefined;
      const isActive = connections.active?.id === connectionId;
      return { name, isActive, isProduction: production !== undefined, asksFor, messageField };
    },
    watch: (connectionId, runId) => sessions.get(connectionId).watcher.watch(runId),
    factsOf: (connectionId) => points.of(runFacts)[0]?.(connectionId),
    cover: () => connections.withKeys((keys) => new Cover(keys)),
    isFocused: () => vscode.window.state.focused,
    isTrusted: () => vscode.workspace.isTrusted,
    seedOf: (ref) => readSeed(app, ref),
    sentWith: ({ connectionId, runId }) => app.started.sentWith(connectionId, runId),
    answersOf: (connectionId) => app.answers.answersOf(connectionId),
    forkOf: ({ connectionId, runId }) => app.started.of(connectionId, runId)?.forkOf,
    compare: (before, after) => compare(app, { a: { ...before, name: "Original" }, b: after }),
    run: (command: CommandId, argument) => done(vscode.commands.executeCommand(command, argument)),
    actsOf: (ref) => actViews(points.of(conversationActs), ref),
    act: (id, ref) => {
      const command = commandOf(points.of(conversationActs), id, ref);
      if (command) done(vscode.commands.executeCommand(command, ref));
    },
    copy: (text) => done(vscode.env.clipboard.writeText(text)),
    // VS Code shows the address and asks, unless the person trusts its domain.
    openLink: (address) => done(vscode.env.openExternal(vscode.Uri.parse(address, true))),
  };
}

/** A key that is equal for whatever one panel shows. */
export function conversationKey({ connectionId, sessionId, userId, file }: ConversationRef): string {
  return JSON.stringify([file ?? connectionId, sessionId, userId ?? null]);
}

/** What the first turn of a new conversation takes its input from. */
async function readSeed(
  { sessions, connections, documents }: App,
  { connectionId, seed }: ConversationRef,
): Promise<Seed | undefined> {
  if (seed?.file !== undefined) {
    const uri = vscode.Uri.parse(seed.file);
    return seedOfRunFile(await readFileText(uri), basename(uri.path));
  }
  const { runId } = seed ?? {};
  if (runId === undefined || !connections.get(connectionId)) return undefined;
  const run = sessions.get(connectionId).store.get(runId) ?? (await documents.readRun({ connectionId, runId }));
  return seedOfRun(run, `the run “${runTitle(run, connections.get(connectionId)?.titlePath)}”`);
}
