import type * as z from "zod";
import { oneLine } from "../../../base/text/oneLine.ts";
import { shortId } from "../../../model/shortId.ts";
import type { Confirmation } from "../../../runs/questions/confirmation.ts";
import { ToolError } from "../../../runs/questions/toolError.ts";
import type { ToolName } from "../../../runs/questions/toolNames.ts";
import { CoveredRuns } from "../../../runs/text/coveredRuns.ts";
import { firstOf } from "../../../runs/text/firstOf.ts";
import { safeText } from "../../../runs/text/safeText.ts";
import type { AgentTool, BeginningCall, BegunCall, FinishedCall, RunningCall, ToolAnswer } from "./agentTool.ts";
import { connectionFor } from "./connectionFor.ts";
import { writeCursor } from "./text/cursor.ts";
import type { LocalRuns, ToolEffects, ToolHost } from "./toolHost.ts";

type Described = Pick<AgentTool, "name" | "title" | "doing" | "description" | "tags">;

/** What a tool that only reads works with: whatever a run says is covered. */
interface ReadingHost extends Pick<ToolHost, "connections"> {
  /** @throws ApiError */
  app(connectionId: string): Promise<CoveredRuns>;
  local(connectionId: string): LocalRuns | undefined;
}

/** A tool that only reads. */
interface ReadingTool<Input extends object> extends Described, Pick<AgentTool, "needsLocalRuns"> {
  input: z.ZodType<Input>;
  run: (input: Input, host: ReadingHost, call: RunningCall) => Promise<ToolAnswer>;
}

export function readingTool<Input extends object>(tool: ReadingTool<Input>): AgentTool {
  const { input, run, ...described } = tool;
  return {
    ...described,
    input,
    hasEffects: false,
    confirms: false,
    async begin(rawInput, host, { cover, signal }) {
      const read = await withWholeIds(checkedInput(input, rawInput), host, signal);
      const reading: ReadingHost = {
        connections: () => host.connections(),
        app: async (connectionId) => new CoveredRuns(await host.app(connectionId), cover),
        local: (connectionId) => host.local?.(connectionId),
      };
      return { run: async (call) => withCursor(tool.name, read, await run(read, reading, call)) };
    },
  };
}

function withCursor(tool: ToolName, input: object, { next, ...answer }: ToolAnswer): FinishedCall {
  return next === undefined ? answer : { ...answer, cursor: writeCursor(tool, input, next) };
}

export interface EffectHost extends ToolHost {
  readonly effects: ToolEffects;
}

/** A tool that exists only where effects are allowed, but changes nothing. */
interface WaitingTool<Input extends object> extends Described {
  input: z.ZodType<Input>;
  run: (input: Input, host: EffectHost, call: RunningCall) => Promise<FinishedCall>;
}

export function waitingTool<Input extends object>(tool: WaitingTool<Input>): AgentTool {
  const { input, run, ...described } = tool;
  return {
    ...described,
    input,
    hasEffects: true,
    confirms: false,
    async begin(rawInput, host, { signal }) {
      checkEffects(host);
      const read = await withWholeIds(checkedInput(input, rawInput), host, signal);
      return { run: (call) => run(read, host, call) };
    },
  };
}

/** An effect that is prepared: it does exactly what the confirmation shows. */
interface PreparedEffect extends BegunCall {
  readonly confirmation: Confirmation;
}

interface EffectTool<Input extends object> extends Described {
  input: z.ZodType<Input>;
  prepare: (input: Input, host: EffectHost, call: BeginningCall) => Promise<PreparedEffect>;
}

export function effectTool<Input extends object>(tool: EffectTool<Input>): AgentTool {
  const { input, prepare, ...described } = tool;
  return {
    ...described,
    input,
    hasEffects: true,
    confirms: true,
    async begin(rawInput, host, call) {
      checkEffects(host);
      return prepare(await withWholeIds(checkedInput(input, rawInput), host, call.signal), host, call);
    },
  };
}

/** @throws ToolError where only reading is allowed */
function checkEffects(host: ToolHost): asserts host is EffectHost {
  if (!host.effects) throw new ToolError("Tools with effects aren't available here: only reading is allowed.");
}

/** @throws ToolError with a sentence for each field that isn't valid */
function checkedInput<Input>(schema: z.ZodType<Input>, rawInput: unknown): Input {
  const read = schema.safeParse(rawInput ?? {});
  if (read.success) return read.data;
  const sentences = firstOf(read.error.issues.map(sentenceOf), mostIssues, "mistake");
  throw new ToolError(`The arguments aren't valid. ${sentences.join(" ")} Correct them and call the tool again.`);
}

const mostIssues = 5;

function sentenceOf(issue: z.core.$ZodIssue): string {
  const field = safeText(oneLine(issue.path.join("."), 80));
  if (issue.code === "unrecognized_keys") {
    return `${field === "" ? "An argument" : `A field of ${field}`} is unknown: ${safeText(oneLine(issue.keys.join(", "), 80))}.`;
  }
  return `${field === "" ? "The arguments" : field}: ${safeText(oneLine(issue.message, 200))}.`;
}

const runFields = ["runId", "runA", "runB"] as const;
/** As views show the ids of runs: the first part of a UUID, or the beginning of another id. */
const shortForm = /^(?:[0-9a-f]{8}|.{6,}…)$/i;

const pageSize = 200;
/** Number of the newest runs that are searched for a short id. */
const mostPages = 5;
const mostNamed = 5;

/**
 * The arguments of a call with the ids of runs in full. Views show short ones, so people name those.
 *
 * @throws ToolError if more than one run has it, with their ids
 */
async function withWholeIds<Input extends object>(input: Input, host: ToolHost, signal: AbortSignal): Promise<Input> {
  const given = input as Record<string, unknown>;
  const whole: Record<string, string> = {};
  for (const field of runFields) {
    const id = given[field];
    if (typeof id !== "string" || !shortForm.test(id)) continue;
    const named = given[field === "runB" && given["connectionB"] !== undefined ? "connectionB" : "connection"];
    const connection = await connectionFor(host, typeof named === "string" ? named : undefined);
    const found = await runsWith(id, connection.id, host, signal);
    if (found.length > 1)
      throw new ToolError(`${field}: more than one run has this short id. Use one of these in full.`, {
        data: firstOf(found, mostNamed, "run"),
      });
    if (found[0] !== undefined) whole[field] = found[0];
  }
  return { ...input, ...whole };
}

/** The ids of the newest runs that are shown so; the id itself alone, if a run has it. */
async function runsWith(id: string, connectionId: string, host: ToolHost, signal: AbortSignal): Promise<string[]> {
  const api = await (await host.app(connectionId)).api();
  const found = new Set<string>();
  for (let page = 1; page <= mostPages; page++) {
    const { data, pagination } = await api.listRuns({ page, page_size: pageSize, sort: "-started_at" }, { signal });
    if (data.some((run) => run.id === id)) return [id];
    for (const run of data) if (shortId(run.id).toLowerCase() === id.toLowerCase()) found.add(run.id);
    if (page >= pagination.page_count) break;
  }
  return [...found];
}
