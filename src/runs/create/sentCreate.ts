import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { CreateRunRequest } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { ifReadable, readListOf } from "#base/stored.ts";
import { startOf } from "#model/runOrder.ts";
import { digest } from "#runFiles/digest.ts";
import { covers, type Digest, shapeOf, contentKey } from "./inputShape.ts";

export const sentSchema = z.object({
  /** SHA-256 of the part that it has in common with its run, in hexadecimal. */
  contentHash: z.string(),
  /** The input as hashes, each salted with `salt`. It finds a run whose app added defaults to the input. */
  outline: z.array(z.string()).readonly().optional(),
  salt: z.string().optional(),
  userId: ifReadable(z.string()),
  sessionId: ifReadable(z.string()),
  fileIds: ifReadable(z.array(z.string())),
  /** The time just before it was sent, by our clock, in milliseconds since the epoch. */
  sentAt: z.number(),
  /** The newest runs that were known at that time. */
  knownIds: z.array(z.unknown()).transform((ids) => readListOf(z.string(), ids)),
});

/** The record of a request, from which its run can be found. It holds no content, which may be secret. */
export type SentCreate = z.infer<typeof sentSchema>;

/** How many ids of runs are kept. In the time that a look-up covers, no app starts more. */
const maxRunIds = 200;

export function sentCreate(request: CreateRunRequest, known: readonly Run[], now: number): SentCreate {
  const { user_id, session_id, file_ids } = request;
  const newest = [...known].sort((a, b) => startOf(b) - startOf(a)).slice(0, maxRunIds);
  const salt = randomUUID();
  return {
    contentHash: digest(contentKey(request)),
    outline: shapeOf(request.input, salted(salt)),
    salt,
    userId: user_id,
    sessionId: session_id,
    fileIds: file_ids?.length ? [...file_ids] : undefined,
    sentAt: now,
    knownIds: newest.map(({ id }) => id),
  };
}

/** A key that is equal for two requests whose runs can't be told apart. */
export function requestKey({ contentHash, fileIds }: SentCreate): string {
  return JSON.stringify([contentHash, [...(fileIds ?? [])].sort()]);
}

/** Whether a run is of this request. `maybe`: without its input, with additions, or only of its user and session. */
export function isRunOf(
  run: Run,
  { contentHash, outline, salt = "", fileIds, userId, sessionId }: SentCreate,
): "yes" | "no" | "maybe" {
  const ids: unknown = run["file_ids"];
  if (fileIds && Array.isArray(ids) && !fileIds.every((id) => ids.includes(id))) return "no";
  const isNotShown = run.input === undefined || run.input === null;
  if (run.input !== undefined && digest(contentKey(run)) === contentHash) return "yes";
  const owner = { user_id: userId, session_id: sessionId };
  if (!mayBeOf(run, owner)) return "no";
  if (isNotShown || isOf(run, owner)) return "maybe";
  return outline !== undefined && covers(run.input, outline, salted(salt)) ? "maybe" : "no";
}

type Owner = Pick<CreateRunRequest, "user_id" | "session_id">;

/** Whether a run may have a request's user and session: an app may fill in what the request left out. */
export function mayBeOf(run: Run, { user_id: user, session_id: session }: Owner): boolean {
  return (!user || run.user_id === user) && (!session || sameId(run.session_id, session));
}

/** Whether a run has exactly the user and session of a request. */
export function isOf(run: Run, { user_id: user, session_id: session }: Owner): boolean {
  if (!user && !session) return false;
  return (run.user_id || undefined) === (user || undefined) && sameId(run.session_id, session);
}

function sameId(a: string | null | undefined, b: string | null | undefined): boolean {
  return (a?.toLowerCase() || undefined) === (b?.toLowerCase() || undefined);
}

function salted(salt: string): Digest {
  return (text) => digest(salt + text).slice(0, 16);
}
