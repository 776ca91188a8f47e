import type { RunsApi } from "#api/contract.ts";
import { pagesOf } from "#api/pages.ts";
import type { Run } from "#api/schemas.ts";
import { fieldsOf } from "#base/json/fieldsOf.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { isIdName, type RunIds } from "#model/conversationIds.ts";
import { oldestFirst } from "#model/runOrder.ts";
import { answerIn } from "#model/runResult.ts";

/** A turn of a conversation: what a person said, what the agent answered. */
export interface Turn {
  readonly run: Run;
  /** Absent for an input without a text that is for it. */
  readonly message: string | undefined;
  /** Absent while the run has no output, and for an output without a text that is for it. */
  readonly answer: string | undefined;
  /** The other fields of the input that differ from the turn before. */
  readonly changes: readonly FieldChange[];
}

/** A field that differs. `undefined` stands for a field that is missing. */
interface FieldChange {
  readonly name: string;
  readonly before: unknown;
  readonly now: unknown;
}

/** The fields in which apps are asked, the most likely one first. */
export const messageFields = ["input", "question", "query", "message", "prompt"];

/** A message and the field that has it; `name` is absent where the whole input is the message. */
interface Message {
  readonly name?: string;
  readonly text: string;
}

/**
 * The turns of the user and session of the newest run, oldest first; other runs are left out. @param runs newest first
 * @param field the one for the message
 */
export function conversationOf(runs: readonly Run[], field?: string): Turn[] {
  const each = new Map(runs.map((run) => [run.id, run]));
  const inOrder = oldestFirst([...each.values()]);
  const { user_id, session_id } = inOrder.at(-1) ?? {};
  const own = runsOfConversation(inOrder, { userId: user_id ?? undefined, sessionId: session_id ?? undefined });
  return own.map((run, index) => turnOf(run, own[index - 1], field));
}

/** The runs of a conversation among others, as an app may list more than it was asked for. */
export function runsOfConversation(runs: readonly Run[], { userId, sessionId }: RunIds): Run[] {
  return runs.filter((run) => idOf(run.user_id) === idOf(userId) && idOf(run.session_id) === idOf(sessionId));
}

function turnOf(run: Run, before: Run | undefined, field: string | undefined): Turn {
  const message = messageIn(run.input, field);
  const changes = before === undefined ? [] : changesOf(otherFields(before, field), otherFields(run, field));
  return { run, message: message?.text, answer: answerIn(run.output), changes };
}

/**
 * What a person said: a field for it, the last user's entry of a list, or the only text. @param chosen the field for it
 */
export function messageIn(input: unknown, chosen?: string): Message | undefined {
  if (typeof input === "string") return input.trim() === "" ? undefined : { text: input };
  const fields = fieldsOf(input);
  const first = chosen === undefined ? undefined : (lastOfUser(fields[chosen]) ?? textOf(fields[chosen]));
  if (chosen !== undefined && first !== undefined) return { name: chosen, text: first };
  for (const name of messageFields) {
    const text = textOf(fields[name]);
    if (text !== undefined) return { name, text };
  }
  for (const [name, value] of Object.entries(fields)) {
    const text = lastOfUser(value);
    if (text !== undefined) return { name, text };
  }
  const texts = Object.entries(withoutIds(fields)).filter(([, value]) => textOf(value) !== undefined);
  const [only] = texts;
  return only && texts.length === 1 ? { name: only[0], text: String(only[1]) } : undefined;
}

/** `[{"role": "user", "content": …}]` */
export function lastOfUser(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const last = value.findLast((entry: unknown) => fieldsOf(entry)["role"] === "user");
  return textOf(fieldsOf(last)["content"]);
}

/** The input without its message. */
function otherFields({ input }: Run, field: string | undefined): Record<string, unknown> {
  const name = messageIn(input, field)?.name;
  return Object.fromEntries(Object.entries(withoutIds(fieldsOf(input))).filter(([each]) => each !== name));
}

/** The input without the conversation's ids, which some clients send a second time in it. */
function withoutIds(fields: Record<string, unknown>): typeof fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !isIdName(name)));
}

function changesOf(before: Record<string, unknown>, now: Record<string, unknown>): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return names
    .map((name) => ({ name, before: before[name], now: now[name] }))
    .filter((change) => !sameJson(change.before, change.now));
}

function idOf(id: string | null | undefined): string {
  return id ?? "";
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

interface SessionRuns {
  sessionId: string;
  /** Only the runs of this user. */
  userId?: string;
  /** Only the runs without a user, which the app can't be asked for. */
  withoutUser?: boolean;
}

/** Number of the newest turns of a conversation that are read, unless a caller needs all. */
const maxTurns = 1_000;

/**
 * The turns of a session, also those that no list has read: the newest first, and how many others there are. @throws
 * ApiError
 */
export async function conversationRuns(
  app: Pick<RunsApi, "listRuns">,
  { sessionId, userId, withoutUser = false }: SessionRuns,
  signal: AbortSignal,
  turnLimit = maxTurns,
): Promise<{ runs: Run[]; more: number }> {
  const runs = new Map<string, Run>();
  let total = 0;
  const ofUser = userId === undefined ? {} : { user_id: userId };
  const query = { session_id: sessionId, ...ofUser, sort: "-started_at", page_size: 100 };
  for await (const { data, pagination } of pagesOf((page) => app.listRuns({ ...query, page }, { signal }))) {
    for (const run of data) runs.set(run.id, run);
    total = pagination.total_count;
    if (runs.size >= turnLimit) break;
  }
  // An app may list others than it was asked for, whose messages and ids must not get into this conversation.
  const ofSession = [...runs.values()].filter(({ session_id: session }) => session === sessionId);
  const isOfOne = withoutUser || userId !== undefined;
  const own = isOfOne ? runsOfConversation(ofSession, { userId, sessionId }) : ofSession;
  return { runs: own, more: Math.max(0, total - runs.size) };
}
