export interface ChatMessage {
  role: "user" | "assistant";
  content: string;
}

/** What the chat app's agent remembers, by user and session. A run that only has one of them can't use it. */
export class ChatMemory {
  readonly #messages = new Map<string, readonly ChatMessage[]>();

  /** @throws Error as the SDK's memory on the platform, which needs both */
  load({ userId, sessionId }: Ids): readonly ChatMessage[] {
    if (userId === undefined && sessionId === undefined) return [];
    const missing = userId === undefined ? "User" : sessionId === undefined ? "Session" : undefined;
    if (missing !== undefined) throw new Error(`${missing} identifier is required to list memory items.`);
    return this.#messages.get(conversationKey({ userId, sessionId })) ?? [];
  }

  /** A turn that completes replaces all messages with those that it began with and its own: the later one wins. */
  replace(ids: Ids, messages: readonly ChatMessage[]): void {
    if (ids.userId !== undefined && ids.sessionId !== undefined) this.#messages.set(conversationKey(ids), messages);
  }
}

interface Ids {
  userId?: string;
  sessionId?: string;
}

function conversationKey({ userId, sessionId }: Ids): string {
  return JSON.stringify([userId, sessionId]);
}
