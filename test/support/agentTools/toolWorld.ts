import { readText } from "#cli/files/readText.ts";
import type { AgentHost } from "#features/agents/core/agentHost.ts";
import { callTool } from "#features/agents/core/callTool.ts";
import type { RunCreator } from "#runs/create/runCreator.ts";
import type { Confirmation, ToolConnection } from "#runs/questions/confirmation.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import { Cover } from "#runs/values/cover.ts";
import { defaultBudget, type ToolCall, type ToolResult } from "#workbench/tools/core/agentTool.ts";
import type { KeptRuns, ToolHost, ToolLogEntry } from "#workbench/tools/core/toolHost.ts";
import { openGoldenWorld } from "../golden/goldenWorld.ts";
import { everyTool } from "./everyTool.ts";

export interface ToolWorld extends AsyncDisposable {
  readonly host: AgentHost;
  readonly session: RunsSession;
  readonly creator: RunCreator;
  /** What a person was asked, and whether they agree from now on. */
  readonly asked: Confirmation[];
  agrees: boolean;
  /** Happens while a person reads the question. */
  whileAsked: (() => Promise<void>) | undefined;
  /** Whether they agree to this one; otherwise `agrees` says so. */
  agreesTo: ((confirmation: Confirmation) => boolean) | undefined;
  readonly log: ToolLogEntry[];
  readonly started: string[];
  /** Called when a tool has started a run. */
  whenStarted: () => void;
  /** What nobody waited for and went wrong. */
  readonly errors: unknown[];
  call(name: string, input: object, more?: Partial<ToolCall>): Promise<ToolResult>;
}

interface WorldOptions {
  baseUrl: string;
  accessKey: string;
  /** Absolute: the folder that tools may use. */
  folder?: string;
  connection?: Partial<ToolConnection>;
  /** Whether only reading is allowed. */
  readOnly?: boolean;
  environment?: Record<string, string>;
  /** What this machine knows of the app's runs, and its index. */
  kept?: KeptRuns & { index: () => ReturnType<NonNullable<Parameters<typeof everyTool>[0]>> };
}

/** Tools with the real services, and nothing of VS Code. */
export async function openToolWorld(options: WorldOptions): Promise<ToolWorld> {
  const { baseUrl, accessKey, folder, readOnly = false, environment = {} } = options;
  const golden = await openGoldenWorld({ baseUrl, accessKey });
  const { session } = golden;
  const { host } = new URL(baseUrl);
  const cover = new Cover([accessKey]);
  const connection: ToolConnection = { id: "app", name: "Support Triage", host, isActive: true, ...options.connection };
  const [asked, log, started]: [Confirmation[], ToolLogEntry[], string[]] = [[], [], []];
  const effects: ToolHost["effects"] = {
    confirm: async (confirmation) => {
      asked.push(confirmation);
      await world.whileAsked?.();
      return world.agreesTo?.(confirmation) ?? world.agrees;
    },
    creator: golden.creator,
    answers: golden.deps.answers,
    folders: folder === undefined ? [] : [folder],
    environment,
    readText: (path) => readText(path, "the file"),
    notAllowed: async (_, reads) => reads,
    onStarted: (_, runId) => {
      started.push(runId);
      world.whenStarted();
    },
  };
  const world: ToolWorld = {
    host: {
      tools: async () => everyTool(options.kept?.index),
      connections: async () => [connection],
      app: async () => session,
      kept: options.kept && (() => options.kept!),
      cover: async () => cover,
      effects: readOnly ? undefined : effects,
      log: (entry) => void log.push(entry),
    },
    session,
    creator: golden.creator,
    asked,
    agrees: true,
    whileAsked: undefined,
    agreesTo: undefined,
    log,
    started,
    whenStarted: () => undefined,
    errors: golden.errors,
    call: (name, input, more = {}) =>
      callTool(name, input, world.host, {
        signal: new AbortController().signal,
        budgetTokens: defaultBudget,
        onProgress: () => undefined,
        ...more,
      }),
    [Symbol.asyncDispose]: () => golden[Symbol.asyncDispose](),
  };
  return world;
}

/** The cursor that a result ends with; `undefined` when it is whole. */
export function cursorIn({ text }: ToolResult): string | undefined {
  return /cursor "([\w-]+)"/.exec(text)?.[1];
}
