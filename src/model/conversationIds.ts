import { isContainer } from "../base/json/exactNumber.ts";

/** What makes a conversation: the user and the session of its runs. Many agents with memory need both. */
interface Ids {
  user_id?: string | null | undefined;
  session_id?: string | null | undefined;
}

/** Why a run with one of the two ids may fail or remember nothing; `undefined` with both or none. */
export function oneIdHint({ user_id: user, session_id: session }: Ids): string | undefined {
  if (Boolean(user) === Boolean(session)) return undefined;
  return user
    ? 'user_id has no session: an agent with memory may need both. Add "session": "new" or the session_id to continue.'
    : "The session has no user_id: an agent with memory may need both. Add the user_id.";
}

const shortTerm = /\b(?:Session|User) identifier is required to list memory items/;
const longTerm = /\blong_term_memory is enabled but input_data\.user_id is missing/;

/**
 * What to do about a run that failed because its agent's memory misses an id.
 *
 * @param type of the error: the SDK's `MemoryError` isn't about the machine's memory
 */
export function memoryRemedy(type: string | undefined, message: string): string | undefined {
  if (longTerm.test(message)) return "The agent's long-term memory needs a user. Run it again with a user_id.";
  if (type !== "MemoryError" && !shortTerm.test(message)) return undefined;
  return "The agent's memory needs a user and a session. Run it again with both a user_id and a session.";
}

/** Other ids for a run. */
export interface RunIds {
  readonly userId?: string | undefined;
  readonly sessionId?: string | undefined;
}

/** The input of a run for another user or session: ids in it that repeat those of the run change with them. */
export function withIds(run: Ids & { input?: unknown }, ids: RunIds): unknown {
  if (!isContainer(run.input) || Array.isArray(run.input)) return run.input;
  const all = run.input as Record<string, unknown>;
  const repeated = repeatedIds(all, run);
  const values: Record<string, string | undefined> = { user_id: ids.userId, session_id: ids.sessionId };
  const entries = Object.entries(all).map(
    ([name, value]) => [name, repeated.has(name) ? values[name] : value] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Some clients send both ids a second time in the input, and some apps read only these. */
export function repeatedIds(fields: Readonly<Record<string, unknown>>, { user_id, session_id }: Ids): Set<string> {
  const ids = { user_id, session_id };
  return new Set(Object.entries(ids).flatMap(([name, id]) => (id && fields[name] === id ? [name] : [])));
}
