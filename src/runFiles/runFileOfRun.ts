import { randomUUID } from "node:crypto";
import type { CreateRunRequest, RunMode } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { withoutUndefined } from "#base/stored.ts";
import { keepsSession, userOf, withIds } from "#model/conversationIds.ts";
import { escapeVariables } from "./variables/variables.ts";

/** A request as a run file has it: `${` begins a variable in its texts. */
export type WrittenRequest = Omit<CreateRunRequest, "session_id"> & { session?: "new" };

/**
 * A run file's request that creates a run like this one: in a new session if it had one. In the run's own session, an app
 * with memory would replace what it remembers of the user.
 *
 * @param sentIds the file ids in the run's request, if they are known: an app returns them together with other
 * attachments, or not at all
 */
export function writtenRequestOfRun(run: Run, sentIds?: readonly string[]): WrittenRequest {
  const session = randomUUID();
  const { session_id: isNew, input, user_id: user, file_ids: ids } = requestOfRun(run, sentIds, session);
  return withoutUndefined({
    input: written(input, session),
    user_id: user && escapeVariables(user),
    session: isNew === undefined ? undefined : "new",
    file_ids: ids?.map(escapeVariables),
  });
}

/** The request of a run, to be sent again. @param session a new one by default */
export function requestOfRun(run: Run, sentIds?: readonly string[], session: string = randomUUID()): CreateRunRequest {
  return withoutUndefined({
    input: withIds(run, { userId: userOf(run), sessionId: session }) ?? {},
    user_id: run.user_id || undefined,
    session_id: run.session_id ? session : undefined,
    file_ids: fileIds(sentIds ?? run["file_ids"]),
  });
}

/** The input of an earlier run for a new one: an object, and as JSON. */
export interface EarlierInput {
  run: Run;
  input: object;
  text: string;
}

/** The inputs of these runs, each once, without the ids of their sessions. One that keeps its session is left out. */
export function earlierInputs(runs: readonly Run[]): EarlierInput[] {
  const inputs = new Map<string, EarlierInput>();
  for (const run of runs) {
    const input = withIds(run, { userId: userOf(run) });
    if (!isContainer(input) || Array.isArray(input) || keepsSession(run)) continue;
    const text = stringifyJson(input);
    if (!inputs.has(text)) inputs.set(text, { run, input, text });
  }
  return [...inputs.values()];
}

function fileIds(value: unknown): string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const ids = value.filter((each) => typeof each === "string");
  return ids.length === value.length ? ids : undefined;
}

export interface RunFileExtras {
  /** Paths to attach, relative to the run file. */
  files?: readonly string[];
  mode?: RunMode;
}

/**
 * The request as the text of a run file, for a person to edit.
 *
 * @param about a sentence for the first line
 * @returns `undefined` when the input isn't an object: in a run file it would look like a field named `input`
 */
export function runFileText(request: WrittenRequest, about: string, extras: RunFileExtras = {}): string | undefined {
  const { input } = request;
  const { files = [], mode } = extras;
  if (!isContainer(input) || Array.isArray(input)) return undefined;
  const paths = files.map(escapeVariables);
  const fields = { ...request, files: paths.length > 0 ? paths : undefined, mode };
  const line = about.replace(/\p{Cc}|\p{Zl}|\p{Zp}/gu, " ");
  const hint = "Change what you like, then choose “Run with This File”.";
  return `// ${line} ${hint}\n${stringifyJson(fields, 2)}\n`;
}

/** The value for a run file: its new session becomes a variable, as each run of the file has another one. */
function written(value: unknown, session: string): unknown {
  if (typeof value === "string") return value === session ? "${newSession}" : escapeVariables(value);
  if (Array.isArray(value)) return value.map((each) => written(each, session));
  if (!isContainer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, written(each, session)]));
}
