import { isContainer, isNumber } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { isUuid } from "#base/uuid.ts";

/** What makes a conversation: the user and the session of its runs. Many agents with memory need both. */
interface Ids {
  user_id?: string | null;
  session_id?: string | null;
}

/** Why a run with one of the two ids may fail or remember nothing; `undefined` with both or none. */
export function oneIdHint({ user_id: user, session_id: session }: Ids): string | undefined {
  if (Boolean(user) === Boolean(session)) return undefined;
  return user
    ? 'There is a user_id, but no session: an agent with memory may need both. Add "session": "new", or an earlier session_id.'
    : "There is a session, but no user_id: an agent with memory may need both. Add the user_id.";
}

const shortTerm = /\b(?:Session|User) identifier is required to list memory items/;
const longTerm = /\blong_term_memory is enabled but input_data\.user_id is missing/;

/**
 * What to do if an agent's memory misses an id. @param type the SDK's `MemoryError` isn't about the machine's memory
 */
export function memoryRemedy(type: string | undefined, message: string): string | undefined {
  if (longTerm.test(message)) return "The agent's long-term memory needs a user. Run the agent again with a user_id.";
  if (type !== "MemoryError" && !shortTerm.test(message)) return undefined;
  return "The agent's memory needs a user and a session. Run the agent again with both a user_id and a session.";
}

/** A run's ids and its input, which may repeat them or alone have them. */
type RunInput = Ids & { input?: unknown };

/** Other ids for a run. */
export interface RunIds {
  readonly userId?: string;
  readonly sessionId?: string;
}

/** Names that clients give a session or a user in an input: `session_id`, `threadId`. */
const sessionName = /^(?:session|thread|conversation)[-_ ]?id$/i;
const userName = /^user[-_ ]?id$/i;
/** Names that are also for a title or a whole object, so only a UUID is an id. */
const bareName = /^(?:session|thread|conversation)$/i;
/** The field of a session in a longer text, such as JSON or an address: `"session_id": "…`. */
const sessionInText = /(?:session|thread|conversation)[-_ ]?id["'\\]*\s*[:=]\s*["'\\]*[\p{L}\p{N}]/iu;

/** Whether a field of an input is named like an id of its conversation. */
export function isIdName(name: string): boolean {
  return sessionName.test(name) || userName.test(name);
}

/** The session of a run, also one that only its input names. */
export function sessionOf(run: RunInput): string | undefined {
  return sessionsOf(run)[0];
}

/** The user of a run, also one that only its input names. */
export function userOf(run: RunInput): string | undefined {
  return usersOf(run)[0];
}

/** The input for another user or session: each id of the run in it changes, or is left out. For its own it stays. */
export function withIds(run: RunInput, ids: RunIds): unknown {
  if (ids.sessionId !== undefined && ids.sessionId === sessionOf(run)) return run.input;
  const [users, sessions] = [usersOf(run), sessionsOf(run)].map((each) => new Set(each.map(idKey)));
  const isSameUser = ids.userId === userOf(run);
  return replaced(run.input, (text, name) => {
    const id = idKey(text);
    // A user and a session may have the same id.
    if (users?.has(id) && (userName.test(name) || !sessions?.has(id))) return isSameUser ? text : ids.userId;
    return sessions?.has(id) ? ids.sessionId : text;
  });
}

/** Whether an input has its run's session where `withIds` can't change it: in a longer text, a field's name, a number. */
export function keepsSession(run: RunInput): boolean {
  if ([...valuesNamed(run.input, isSession)].some(isNumber)) return true;
  const left = withIds(run, { userId: userOf(run) }) ?? null;
  if ([...textsIn(left)].some((each) => sessionInText.test(each))) return true;
  const text = stringifyJson(left);
  return sessionsOf(run).some((id) => mentions(text, JSON.stringify(id).slice(1, -1)));
}

/** A short id, such as `1`, is also within words and numbers that have nothing to do with it. */
function mentions(text: string, id: string): boolean {
  if (isUuid(id)) return text.toLowerCase().includes(id.toLowerCase());
  for (let at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1))
    if (![text[at - 1], text[at + id.length]].some((next) => /[\p{L}\p{N}]/u.test(next ?? ""))) return true;
  return false;
}

/** A key that is equal for equal ids: a UUID may be written in capitals. */
function idKey(id: string): string {
  return isUuid(id) ? id.toLowerCase() : id;
}

/** Whether a run like this one is in a new session, with nothing that leads into the old one. */
export function getsNewSession(run: RunInput): boolean {
  return sessionOf(run) !== undefined && !keepsSession(run);
}

/** The fields of an input that have an id of its run: some clients send them twice, and some apps read only these. */
export function repeatedIds(fields: Readonly<Record<string, unknown>>, { user_id, session_id }: Ids): Set<string> {
  const run = { user_id, session_id, input: fields };
  const ids = new Set([...usersOf(run), ...sessionsOf(run)]);
  const own = Object.entries(fields).filter(([, value]) => typeof value === "string" && ids.has(value));
  return new Set(own.map(([name]) => name));
}

/** The sessions of a run: its own, and those that its input names, which the app may go on in as well. */
function sessionsOf({ session_id: session, input }: RunInput): string[] {
  return [...(session ? [session] : []), ...textsNamed(input, isSession)];
}

/** The user of a run, else those in its input: beside its own, one there may be a person who is written about. */
function usersOf({ user_id: user, input }: RunInput): string[] {
  return user ? [user] : textsNamed(input, (name) => userName.test(name));
}

type IsId = (name: string, value: unknown) => boolean;

function isSession(name: string, value: unknown): boolean {
  return sessionName.test(name) || (bareName.test(name) && typeof value === "string" && isUuid(value));
}

function textsNamed(input: unknown, isId: IsId): string[] {
  return [...valuesNamed(input, isId)].filter((value) => typeof value === "string" && value !== "") as string[];
}

/** @param parent the name of the field that has the value: `{"session": {"id": …}}` is a `session_id` as well */
function* valuesNamed(value: unknown, isId: IsId, parent = ""): Generator {
  if (!isContainer(value)) return;
  const isList = Array.isArray(value);
  for (const [key, each] of Object.entries(value)) {
    if (!isList && (isId(key, each) || isId(`${parent}_${key}`, each))) yield each;
    yield* valuesNamed(each, isId, isList ? "" : key);
  }
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  if (isContainer(value)) for (const each of Object.values(value)) yield* textsIn(each);
}

/** @param other the text instead of one in a field with this name; `undefined` leaves it out */
function replaced(value: unknown, other: (text: string, name: string) => string | undefined, name = ""): unknown {
  if (typeof value === "string") return other(value, name);
  if (!isContainer(value)) return value;
  if (Array.isArray(value))
    return value.map((each) => replaced(each, other, name)).filter((each) => each !== undefined);
  const fields = Object.entries(value).map(([key, each]) => [key, replaced(each, other, key)] as const);
  return Object.fromEntries(fields.filter(([, each]) => each !== undefined));
}
