import { createHash } from "node:crypto";
import type { CreateRunRequest } from "../api/contract.ts";
import type { Run } from "../api/schemas.ts";
import { contentKey } from "./batch/contentKey.ts";
import { parseTime } from "./times.ts";

/** What is kept of a request that creates a run, to know its run again. No content: that may be secret. */
export interface SentCreate {
  /** SHA-256 of what it has in common with its run, in hexadecimal. */
  contentHash: string;
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
  return {
    contentHash: hashOf(request),
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

/** Whether a run is what this request makes; `maybe` when the app does not tell its input. */
export function isRunOf(run: Run, { contentHash, fileIds }: SentCreate): "yes" | "no" | "maybe" {
  const told: unknown = run["file_ids"];
  if (fileIds && Array.isArray(told) && !fileIds.every((id) => told.includes(id))) return "no";
  // The list was asked for the user and the session.
  if (run.input === undefined) return "maybe";
  return hashOf(run) === contentHash ? "yes" : "no";
}

/** Milliseconds since the epoch. One that has no start yet is the newest. */
export function startOf({ started_at: startedAt }: Run): number {
  return parseTime(startedAt) ?? Infinity;
}

function hashOf(content: Parameters<typeof contentKey>[0]): string {
  return createHash("sha256").update(contentKey(content)).digest("hex");
}
