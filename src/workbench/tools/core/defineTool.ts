import type * as z from "zod";
import { oneLine } from "#base/text/oneLine.ts";
import type { Confirmation, ToolConnection } from "#runs/questions/confirmation.ts";
import { ToolError } from "#runs/questions/toolError.ts";
import { CoveredRuns } from "#runs/text/coveredRuns.ts";
import { firstOf } from "#runs/text/firstOf.ts";
import { safeText } from "#runs/text/safeText.ts";
import type { AgentTool, BeginningCall, BegunCall, FinishedCall, RunningCall, ToolAnswer } from "./agentTool.ts";
import { connectionFor, connectionLabel } from "./connectionFor.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { isShortForm, runsShownAs } from "./shortRunIds.ts";
import type { KeptRuns, ToolEffects, ToolHost } from "./toolHost.ts";

export interface EffectHost extends ToolHost {
  readonly effects: ToolEffects;
}

interface Described<Input extends object> extends Omit<AgentTool, "input" | "hasEffects" | "confirms" | "begin"> {
  input: z.ZodType<Input>;
}

/** A tool whose input is checked before it begins. */
function checkedTool<Input extends object>(
  tool: Described<Input> & Pick<AgentTool, "hasEffects" | "confirms">,
  begin: (input: Input, host: EffectHost, call: BeginningCall) => Promise<BegunCall>,
): AgentTool {
  return {
    ...tool,
    async begin(rawInput, host, call) {
      if (tool.hasEffects && !host.effects)
        throw new ToolError("This tool isn't available here: only reading is allowed.");
      const input = await withWholeIds(checkedInput(tool.input, rawInput), host, call.signal);
      return begin(input, host as EffectHost, call);
    },
  };
}

interface RunTool<Input extends object> extends Described<Input> {
  run: (input: Input, host: ToolHost, call: RunningCall) => Promise<FinishedCall>;
}

/** A tool that changes nothing. @param hasEffects whether it exists only where effects are allowed */
export function readingTool<Input extends object>({ run, ...tool }: RunTool<Input>, hasEffects = false): AgentTool {
  return checkedTool({ ...tool, hasEffects, confirms: false }, async (input, host) => ({
    run: (call) => run(input, host, call),
  }));
}

/** The app whose runs a call reads: whatever they say is covered. */
interface ReadApp<Position> {
  app: CoveredRuns;
  connectionId: string;
  /** The name and host of the app. */
  where: string;
  kept: KeptRuns | undefined;
  /** Where the call continues; `undefined` from the start on. */
  position: Position | undefined;
  /** The runs of another connection. @throws ToolError */
  other: (connection: string) => Promise<CoveredRuns>;
}

interface AppTool<Input extends object, Position extends object> extends Described<Input> {
  /** The position in its cursors. */
  position: z.ZodType<Position>;
  run: (input: Input, of: ReadApp<Position>, call: RunningCall) => Promise<ToolAnswer>;
}

/** A tool that reads runs of an app, and whose results may be continued. */
export function appTool<Input extends { connection?: string; cursor?: string }, Position extends object>({
  position,
  run,
  ...tool
}: AppTool<Input, Position>): AgentTool {
  return readingTool<Input>({
    ...tool,
    async run(asked, host, call) {
      const from = readCursor(tool.name, asked, position);
      const connection = await connectionFor(host, asked.connection);
      const appOf = async ({ id }: ToolConnection) => new CoveredRuns(await host.app(id), call.cover);
      const of: ReadApp<Position> = {
        app: await appOf(connection),
        connectionId: connection.id,
        where: connectionLabel(connection),
        kept: host.kept?.(connection.id),
        position: from,
        other: async (named) => appOf(await connectionFor(host, named)),
      };
      const { next, ...answer } = await run(asked, of, call);
      return { ...answer, cursor: next && writeCursor(tool.name, asked, next) };
    },
  });
}

interface EffectTool<Input extends object> extends Described<Input> {
  /** Prepares an effect, which then is exactly what the confirmation shows. */
  prepare: (
    input: Input,
    host: EffectHost,
    call: BeginningCall,
  ) => Promise<BegunCall & { readonly confirmation: Confirmation }>;
}

export function effectTool<Input extends object>({ prepare, ...tool }: EffectTool<Input>): AgentTool {
  return checkedTool({ ...tool, hasEffects: true, confirms: true }, prepare);
}

/** @throws ToolError with a sentence for each field that isn't valid */
function checkedInput<Input>(schema: z.ZodType<Input>, rawInput: unknown): Input {
  const read = schema.safeParse(rawInput ?? {});
  if (read.success) return read.data;
  const sentences = firstOf(read.error.issues.map(sentenceOf), maxIssues, "mistake");
  throw new ToolError(`The arguments aren't valid. ${sentences.join(" ")} Correct them and call the tool again.`);
}

const maxIssues = 5;

function sentenceOf(issue: z.core.$ZodIssue): string {
  const field = safeText(oneLine(issue.path.join("."), 80));
  if (issue.code === "unrecognized_keys") {
    return `${field === "" ? "An argument" : `A field of ${field}`} is unknown: ${safeText(oneLine(issue.keys.join(", "), 80))}.`;
  }
  return `${field === "" ? "The arguments" : field}: ${safeText(oneLine(issue.message, 200))}.`;
}

const runIdFields = ["runId", "runA", "runB"] as const;
const maxNamedRuns = 5;

/**
 * The arguments of a call with the ids of runs in full. Views show short ones, so people name those.
 *
 * @throws ToolError if more than one run has it, with their ids
 */
async function withWholeIds<Input extends object>(input: Input, host: ToolHost, signal: AbortSignal): Promise<Input> {
  const given = input as Record<string, unknown>;
  const wholeIds: Record<string, string> = {};
  for (const field of runIdFields) {
    const id = given[field];
    if (typeof id !== "string" || !isShortForm(id)) continue;
    const named = given[field === "runB" && given["connectionB"] !== undefined ? "connectionB" : "connection"];
    const connection = await connectionFor(host, typeof named === "string" ? named : undefined);
    const found = await runsShownAs(id, await (await host.app(connection.id)).api(), signal);
    if (found.length > 1)
      throw new ToolError(`${field}: several runs have this short ID. Use one of these full IDs.`, {
        data: firstOf(found, maxNamedRuns, "run"),
      });
    if (found[0] !== undefined) wholeIds[field] = found[0];
  }
  return { ...input, ...wholeIds };
}
