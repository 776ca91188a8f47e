/** What the page of a conversation and the extension say to each other. Everything here is plain JSON. */

/** A conversation: the runs of one user and one session. It is what VS Code restores the page by. */
export interface ConversationPlace {
  connectionId: string;
  sessionId: string;
  /** Absent for the runs of a session that have no user. */
  userId?: string;
}

/** A turn of a conversation. Texts of runs are texts; only `answer` is Markdown. */
export interface TurnView {
  runId: string;
  status: string;
  /** The status in words. */
  word: string;
  startedAt?: string;
  /** What the person said. */
  message?: string;
  /** The input in one line of JSON, where it has no message. */
  input?: string;
  /** The other fields of the input that differ from the turn before: `locale: "de" → "en"`. */
  changes: string[];
  /** `3 tool calls · 4.2 s · Completed` */
  facts: string;
  /** What the agent answered. */
  answer?: string;
  /** The output in one line of JSON, where it has no answer. */
  output?: string;
  /** That it failed and why, what it waits for, or where it is. Absent where the facts say all. */
  state?: string;
  /** What VS Code needs for the menu of its run; absent after the connection was removed. */
  menu?: string;
}

export interface ConversationHead {
  /** The first message, or the user where it isn't known. */
  title: string;
  app: string;
  isProduction: boolean;
  /** The newest fact about the newest turn. */
  now?: { status: string; word: string; sentence: string };
  /** How many turns the app has; absent as long as nobody knows. */
  total?: number;
  /** Whether there are older turns than those here, which can be read. */
  hasOlder: boolean;
  isReading: boolean;
  /** Why the turns can't be read, or no longer follow the app. */
  problem?: string;
  /** Whether another read may help. */
  canRetry: boolean;
}

/** Extension → page. `turns` are those that are new or have changed; `order` has the runs of all, oldest first. */
export interface ConversationHostMessage {
  type: "conversation";
  place: ConversationPlace;
  head: ConversationHead;
  order: string[];
  turns: TurnView[];
}

/** Page → extension. */
export type ConversationPageMessage =
  | { type: "ready" }
  | { type: "showOlder" }
  | { type: "retry" }
  | { type: "open"; runId: string }
  | { type: "keepAsGolden" }
  | { type: "copyAll"; reader: "person" | "model" }
  | { type: "copy"; text: string }
  | { type: "openLink"; address: string };
