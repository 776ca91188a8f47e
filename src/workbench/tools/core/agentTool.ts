import * as z from "zod";
import type { Confirmation } from "#runs/questions/confirmation.ts";
import type { RunData } from "#runs/text/runData.ts";
import type { ToolPicture } from "#runs/text/toolPictures.ts";
import type { Cover } from "#runs/values/cover.ts";
import type { ToolHost } from "./toolHost.ts";

/** A tool for a language model. `defineTool.ts` makes one, and only `callTool.ts` of the agents calls one. */
export interface AgentTool {
  /** Scripts and settings of people name it, so it stays. */
  readonly name: string;
  /** The position of the tool among all: the lower, the earlier. */
  readonly order: number;
  /** For people: `List Runs`. */
  readonly title: string;
  /** For people, while it works: `Listing runs`. */
  readonly doing: string;
  /** For the model: what it returns, and when to use it. */
  readonly description: string;
  readonly tags: readonly string[];
  readonly input: z.ZodType<object>;
  /** Whether it exists only where effects are allowed: not in an untrusted workspace, and not in a read-only server. */
  readonly hasEffects: boolean;
  /** Whether a person is asked before it does anything. Waiting for a run changes nothing, so nobody is asked. */
  readonly confirms: boolean;
  /**
   * Checks the input and prepares the call. Nothing is changed yet.
   *
   * @throws ToolError, RunFileError, ApiError
   */
  begin(rawInput: unknown, host: ToolHost, call: BeginningCall): Promise<BegunCall>;
}

/** A call whose input was checked. What a person confirms is exactly what `run` then sends. */
export interface BegunCall {
  readonly confirmation?: Confirmation;
  run(call: RunningCall): Promise<FinishedCall>;
}

/** What the caller gives with a call. None of it comes from the model or from a run. */
export interface ToolCall {
  signal: AbortSignal;
  /** The most tokens of the result, by the estimate of `tokens.ts`; `defaultBudget` unless the client says another. */
  budgetTokens: number;
  /** @param message in our own words, without content of a run */
  onProgress: (message: string, done?: number, total?: number) => void;
}

export type BeginningCall = Pick<RunningCall, "signal" | "cover">;

export interface RunningCall extends Pick<ToolCall, "signal" | "onProgress"> {
  /** Takes what the result says about runs, as far as the budget allows. */
  readonly data: RunData;
  /** For values that a tool doesn't read through `CoveredRuns`: they are covered whole, before anything is left out. */
  readonly cover: Cover;
}

export interface ToolAnswer {
  /** In our own words. Nothing in it comes from a run, a file or an app. */
  summary: string;
  /** What was left out, in our own words: `112 more runs`. */
  leftOut?: string;
  /** Where another call with the same arguments continues: a position that the tool's schema reads again. */
  next?: object;
  /** What the model can do next, in our own words. */
  hint?: string;
  pictures?: readonly ToolPicture[];
}

/** An answer whose position is a cursor. */
export interface FinishedCall extends Omit<ToolAnswer, "next"> {
  cursor?: string;
}

/** What a client gets. */
export interface ToolResult {
  readonly text: string;
  readonly pictures: readonly ToolPicture[];
  readonly isError: boolean;
  /** Whether the app has no such run. */
  readonly isNotFound?: boolean;
  /** About how many tokens the text has. */
  readonly tokens: number;
}

/** The budget of a result in tokens, unless the client gives another one. */
export const defaultBudget = 4_000;

/** The schema of a tool's input, as clients get it. `package.json` has the same. */
export function inputSchema({ input }: Pick<AgentTool, "input">): object {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: "input" });
  return schema;
}
