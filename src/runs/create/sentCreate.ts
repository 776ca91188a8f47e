import { createHash, randomUUID } from "node:crypto";
import type { CreateRunRequest } from "../../api/contract.ts";
import type { Run } from "../../api/schemas.ts";
import { parseTime } from "../../model/isoTime.ts";
import { contentKey } from "./contentKey.ts";
import { covers, type Digest, type InputOutline, outlineOf } from "./inputOutline.ts";

/** What is kept of a request that creates a run, to know its run again. No content: that may be secret. */
export interface SentCreate {
  /** SHA-256 of what it has in common with its run, in hexadecimal. */
  contentHash: string;
  /** Its input in hashes, each salted with `salt`: a run whose app added defaults to the input is known by it. */
  outline?: InputOutline;
  salt?: string;
  userId?: string;
  sessionId?: string;
  fileIds?: string[];
  /** Just before it was sent, by our clock, in milliseconds since the epoch. */
  sentAt: number;
  /** The newest runs that were known then. */
  knownIds: string[];
}

/** More runs than these do not start within the time that a look-up reaches back. */
const mostKnown = 200;

export function sentCreate(request: CreateRunRequest, known: readonly Run[], now: number): SentCreate {
  const { user_id, session_id, file_ids } = request;
  const newest = [...known].sort((a, b) => startOf(b) - startOf(a)).slice(0, mostKnown);
  const salt = randomUUID();
  return {
    contentHash: hashOf(request),
    outline: outlineOf(request.input, salted(salt)),
    salt,
    ...(user_id === undefined ? {} : { userId: user_id }),
    ...(session_id === undefined ? {} : { sessionId: session_id }),
    ...(file_ids?.length ? { fileIds: [...file_ids] } : {}),
    sentAt: now,
    knownIds: newest.map(({ id }) => id),
  };
}

/** What two requests have in common that nobody can tell apart by the runs they make. */
export function requestKey({ contentHash, fileIds }: SentCreate): string {
  return JSON.stringify([contentHash, [...(fileIds ?? [])].sort()]);
}

/**
 * Whether a run is what this request makes. `maybe`: the app does not tell its input, its input is the sent one with
 * something added, or it is of the very user and session that the request names.
 */
export function isRunOf(
  run: Run,
  { contentHash, outline, salt = "", fileIds, userId, sessionId }: SentCreate,
): "yes" | "no" | "maybe" {
  const told: unknown = run["file_ids"];
  if (fileIds && Array.isArray(told) && !fileIds.every((id) => told.includes(id))) return "no";
  const isNotShown = run.input === undefined || run.input === null;
  if (run.input !== undefined && hashOf(run) === contentHash) return "yes";
  const owner = { user_id: userId, session_id: sessionId };
  if (!mayBeOf(run, owner)) return "no";
  if (isNotShown || isOf(run, owner)) return "maybe";
  return outline !== undefined && covers(run.input, outline, salted(salt)) ? "maybe" : "no";
}

type Owner = Pick<CreateRunRequest, "user_id" | "session_id">;

/** Whether a run can be of a request's user and session: an app may fill in what the request left out. */
export function mayBeOf(run: Run, { user_id: user, session_id: session }: Owner): boolean {
  return (!user || run.user_id === user) && (!session || sameId(run.session_id, session));
}

/** Whether a run is of the very user and session that a request names. */
export function isOf(run: Run, { user_id: user, session_id: session }: Owner): boolean {
  if (!user && !session) return false;
  return (run.user_id || undefined) === (user || undefined) && sameId(run.session_id, session);
}

function sameId(a: string | null | undefined, b: string | null | undefined): boolean {
  return (a?.toLowerCase() || undefined) === (b?.toLowerCase() || undefined);
}

/** Milliseconds since the epoch. One that has no start yet is the newest. */
export function startOf({ started_at: startedAt }: Run): number {
  return parseTime(startedAt) ?? Infinity;
}

function salted(salt: string): Digest {
  return (text) => createHash("sha256").update(salt).update(text).digest("hex").slice(0, 16);
}

function hashOf(content: Parameters<typeof contentKey>[0]): string {
  return createHash("sha256").update(contentKey(content)).digest("hex");
}
