import * as z from "zod";
import type { Run } from "#api/schemas.ts";
import { readAs } from "#base/stored.ts";
import { conversationRuns } from "#runs/sessions/conversation.ts";
import type { App } from "#workbench/app.ts";
import { requireSession } from "#workbench/connections/vscode/guards.ts";
import type { Act } from "#workbench/core/acts.ts";
import { point } from "#workbench/core/points.ts";

const sessionSchema = z.union([
  z
    .object({ kind: z.literal("group"), by: z.literal("session"), value: z.string().min(1) })
    .transform(({ value }): NamedSession => ({ sessionId: value })),
  z.strictObject({
    connectionId: z.string(),
    sessionId: z.string(),
    userId: z.string().optional(),
    seed: z.unknown().optional(),
    file: z.string().optional(),
  }),
]);

export interface NamedSession {
  sessionId: string;
  /** The connection of a conversation; the active one for a session's group, which has the runs of all its users. */
  connectionId?: string;
  userId?: string;
  /** The URI of the file, for a conversation from an export. */
  file?: string;
}

/** Where conversations are read. */
interface ConversationViews {
  /** The conversation in view. */
  readonly active: NamedSession | undefined;
  show(conversation: ConversationRef): void;
  /** Asks which of a user's conversations to show. */
  pick(of: { connectionId: string; userId: string }): Promise<unknown>;
}

/** @property connectionId empty for one from an export */
type ConversationRef = NamedSession & { connectionId: string };

export const conversationViews = point<ConversationViews>("views of conversations");

/** What can be done with a conversation: entries of its menu. */
export const conversationActs = point<Act<NamedSession>>("actions on conversations");

/** The session that an argument of a command names, if any. */
export function namedSession(argument: unknown): NamedSession | undefined {
  return readAs<NamedSession>(sessionSchema, argument);
}

/** The conversation in view, if any. */
export function activeConversation({ points }: Pick<App, "points">): NamedSession | undefined {
  for (const { active } of points.of(conversationViews)) if (active) return active;
  return undefined;
}

/** Reads the turns that a command was called on, as `conversationRuns` does. @throws ApiError, ExportFileError */
export async function readSession(
  context: Pick<App, "activeRuns" | "exportFiles" | "sessions">,
  { sessionId, userId, file, ...of }: NamedSession,
  signal: AbortSignal,
  maxTurns?: number,
): Promise<{ connectionId: string; runs: Run[]; more: number }> {
  if (file !== undefined) {
    const { runs } = await context.exportFiles.readSession({ file, sessionId, userId });
    return { connectionId: "", runs: runs.map(({ run }) => run), more: 0 };
  }
  const { connectionId, api } =
    of.connectionId === undefined ? requireSession(context.activeRuns) : context.sessions.get(of.connectionId);
  const withoutUser = of.connectionId !== undefined && userId === undefined;
  const read = await conversationRuns(await api(), { sessionId, userId, withoutUser }, signal, maxTurns);
  return { connectionId, ...read };
}
