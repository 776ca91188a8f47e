import * as z from "zod";
import { isLinkAddress } from "#ui/linkAddress.ts";
import type { ActView } from "#workbench/core/acts.ts";
import { type HostMessage, panelMessage } from "#workbench/panel/page/messages.ts";

/** What the page of a conversation and the extension say to each other. */

/** A conversation: the runs of one user and one session. It is what VS Code restores the page by. */
export const conversationRefSchema = z.object({
  /** Empty for one from a file. */
  connectionId: z.string(),
  sessionId: z.string(),
  /** Absent for the runs of a session that have no user. */
  userId: z.string().optional(),
  /**
   * Of a conversation that a person begins: where the input of its first turn comes from. A run of the same app, or the
   * address of a run file; neither for an app without runs.
   */
  seed: z.object({ runId: z.string().optional(), file: z.string().optional() }).optional(),
  /** For a conversation from an export: the URI of the file. */
  file: z.string().optional(),
});
export type ConversationRef = z.infer<typeof conversationRefSchema>;
export type ConversationSeed = NonNullable<ConversationRef["seed"]>;

/** A turn of a conversation. Texts of runs are texts; only `answer` is Markdown. */
export interface TurnView {
  runId: string;
  status: string;
  word: string;
  startedAt?: string;
  /** What the person said. */
  message?: string;
  /** The input in one line of JSON, where it has no message. */
  input?: string;
  /** The other fields of the input that differ from the turn before: `locale: "de" → "en"`. */
  changes: string[];
  /** The files that went with it, each with its size where that is known. */
  attached?: string[];
  /** `3 tool calls · 4.2 s · Completed · You approved` */
  facts: string;
  answer?: string;
  /** Set while the answer is being written. */
  growing?: true;
  /** The output in one line of JSON, where it has no answer. */
  output?: string;
  /** What became of it: why it failed, what it waits for, or where it is. Absent where the facts say all. */
  state?: string;
  /** What VS Code needs for the menu of its run; absent after the connection was removed. */
  menu?: string;
  /** Whether its message was sent again from another conversation. */
  isFork?: true;
}

export interface ConversationHead {
  /** The first message, or the user where it isn't known. */
  title: string;
  app: string;
  isProduction: boolean;
  /** The newest fact about the newest turn. */
  now?: { status: string; word: string; blocked?: true; sentence: string };
  /** How many turns the app has; absent as long as nobody knows. */
  total?: number;
  /** Whether there are older turns than those here, which can be read. */
  hasOlder: boolean;
  isReading: boolean;
  /** Why the turns can't be read, or no longer follow the app. */
  problem?: string;
  /** Whether another read may help. */
  canRetry: boolean;
  /** Whether its first turns here were sent again from another conversation. */
  isFork: boolean;
  /** For a conversation from a file: that it is from one, and from when. */
  exported?: string;
  /** What other features do with it. */
  acts: ActView[];
}

/** A file that goes with the next turn. */
export interface AttachedFile {
  id: number;
  name: string;
  /** In bytes. */
  size: number;
}

/** What a person writes the next turn with. */
export interface ComposerView {
  /** The field of the input that the message goes into; empty where it is the whole input. */
  into: string;
  /** The fields that it may go into. */
  choices: string[];
  /** The other fields of the input, as JSON. They are sent unless the person changes them. */
  others: string;
  /** How many there are. */
  count: number;
  /** The turn that they come from: `from turn 46`. */
  from: string;
  /** The words that say whose conversation the turn goes into. */
  hint: string;
  /** What the input of the first turn lacks of its run file. */
  missing?: string;
  /** Why nothing can be sent now, in one line. */
  blocked?: string;
  /** The turn that has to end first. */
  open?: { runId: string; name: string; waits: boolean };
  files: AttachedFile[];
  /** Whether the next turn is the first one, which may need a hint about memory. */
  isFirst: boolean;
  /** Why the last attempt sent nothing. */
  problem?: string;
  /** What is wrong with the other fields that the person wrote. */
  fieldsProblem?: string;
  /** The attempt that is under way, and the last one that is over. */
  sending?: number;
  settled?: number;
  /** The draft that was sent last. */
  sent?: number;
}

/** What a person has written, as the page keeps it. */
const draftSchema = z.object({
  /** Another id after the draft was sent, and after it was changed since it failed. */
  id: z.number(),
  message: z.string(),
  /** The other fields, where they differ from those of the last turn. */
  others: z.string().optional(),
  /** Whether the other fields are shown. */
  isOpen: z.boolean().optional(),
  /** The field that the message goes into, if the person has chosen one. */
  into: z.string().optional(),
  /** The attempt to send it that has no outcome yet. */
  attempt: z.number().optional(),
  files: z.array(z.string()).optional(),
});
export type Draft = z.infer<typeof draftSchema>;

/** Extension → page. `turns` are those that are new or have changed; `order` has the runs of all, oldest first. */
export interface ConversationHostMessage {
  type: "conversation";
  conversation: ConversationRef;
  head: ConversationHead;
  /** Absent for a conversation from a file. */
  composer?: ComposerView;
  /** What was written in a panel of the conversation that was closed; only in the first message. */
  draft?: Draft;
  order: string[];
  turns: TurnView[];
}

/** Extension → page: what the panel of a turn's run would get, and its run. */
export type InTurn = HostMessage & { inTurn: string };

const runId = z.string();

const sendSchema = z.object({
  type: z.literal("send"),
  /** The draft's id: it stays until the draft was sent or changed, so that it is sent once. */
  draft: z.number(),
  /** Another number for each press of the button, greater than those before. */
  attempt: z.number(),
  message: z.string(),
  /** The other fields, where the person has changed them. */
  others: z.string().optional(),
});
/** A turn as a person has written it. */
export type SentDraft = Omit<z.infer<typeof sendSchema>, "type">;

/** Page → extension. */
export const conversationPageMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal(["ready", "showOlder", "retry", "openOriginal", "newConversation"]),
  }),
  /**
   * `fold`: the run isn't shown in its turn any more. `fork`: sends the messages up to a turn again.
   * `compareWithOriginal`: compares a turn of a fork with the turn whose message it sent again.
   */
  z.object({ type: z.literal(["open", "stop", "fold", "fork", "compareWithOriginal"]), runId }),
  /** What the panel of a turn's run would send: `ready` when its story or its input requests are shown. */
  z.object({ type: z.literal("inTurn"), runId, message: panelMessage }),
  /** What another feature does with the conversation, by its id. */
  z.object({ type: z.literal("act"), id: z.string() }),
  z.object({ type: z.literal("copy"), text: z.string() }),
  z.object({ type: z.literal("openLink"), address: z.string().refine(isLinkAddress) }),
  z.object({ type: z.literal("fields"), text: z.string() }),
  z.object({ type: z.literal("into"), field: z.string() }),
  /** Keeps what is written, in case the panel is closed. */
  z.object({ type: z.literal("draft"), draft: draftSchema }),
  z.object({ type: z.literal("attach") }),
  z.object({
    type: z.literal("attachBytes"),
    files: z.array(z.object({ name: z.string().min(1), bytes: z.instanceof(ArrayBuffer) })),
  }),
  z.object({ type: z.literal("attachAddresses"), addresses: z.array(z.string()) }),
  z.object({ type: z.literal("detach"), id: z.number() }),
  sendSchema,
]);
export type ConversationPageMessage = z.infer<typeof conversationPageMessage>;
