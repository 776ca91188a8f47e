import type { PanelMessage } from "../../panel/page/messages.ts";
import type { WireMessage } from "../../panel/page/wire.ts";

/** What the page of a conversation and the extension say to each other. All but `InTurn` is plain JSON. */

/** A conversation: the runs of one user and one session. It is what VS Code restores the page by. */
export interface ConversationPlace {
  /** Empty for one from a file. */
  connectionId: string;
  sessionId: string;
  /** Absent for the runs of a session that have no user. */
  userId?: string;
  /** Of a conversation that a person begins: where the input of its first turn comes from. */
  seed?: ConversationSeed;
  /** Of a conversation from an export: the URI of the file. */
  file?: string;
}

/** A run of the same app, or the address of a run file. Neither for an app without runs. */
export interface ConversationSeed {
  runId?: string;
  file?: string;
}

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
  /** That it failed and why, what it waits for, or where it is. Absent where the facts say all. */
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
  /** Of a conversation from a file: that it is, and from when. */
  exported?: string;
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
  /** Where they come from: `from turn 46`. */
  from: string;
  /** Whose conversation the turn goes into. */
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
export interface Draft {
  /** Another one after it was sent, and after it was changed since it failed. */
  id: number;
  message: string;
  /** The other fields, where they differ from those of the last turn. */
  others?: string;
  /** Whether the other fields are shown. */
  isOpen?: boolean;
  /** The field that the message goes into, if the person has chosen one. */
  into?: string;
  /** The attempt to send it that has no outcome yet. */
  attempt?: number;
  files?: string[];
}

/** Extension → page. `turns` are those that are new or have changed; `order` has the runs of all, oldest first. */
export interface ConversationHostMessage {
  type: "conversation";
  place: ConversationPlace;
  head: ConversationHead;
  /** Absent for a conversation from a file. */
  composer?: ComposerView;
  /** What was written in a panel of the conversation that was closed; only in the first message. */
  draft?: Draft;
  order: string[];
  turns: TurnView[];
}

/** Extension → page: what the panel of a turn's run would get. */
export interface InTurn {
  type: "inTurn";
  runId: string;
  message: WireMessage;
}

export type ConversationPageMessage =
  | { type: "ready" }
  | { type: "showOlder" }
  | { type: "retry" }
  | { type: "open"; runId: string }
  /** What the panel of a turn's run would send: `ready` when its story or its input requests are shown. */
  | { type: "inTurn"; runId: string; message: PanelMessage }
  /** The run isn't shown in its turn any more. */
  | { type: "fold"; runId: string }
  | { type: "keepAsGolden" }
  | { type: "export" }
  /** Sends the messages up to a turn again. */
  | { type: "fork"; runId: string }
  /** Compares a turn of a fork with the turn whose message it sent again. */
  | { type: "compareWithOriginal"; runId: string }
  | { type: "openOriginal" }
  | { type: "copyAll"; reader: "person" | "model" }
  | { type: "copy"; text: string }
  | { type: "openLink"; address: string }
  | { type: "newConversation" }
  | { type: "stop"; runId: string }
  | { type: "fields"; text: string }
  | { type: "into"; field: string }
  /** Keeps what is written, in case the panel is closed. */
  | { type: "draft"; draft: Draft }
  | { type: "attach" }
  | { type: "attachBytes"; files: { name: string; bytes: ArrayBuffer }[] }
  | { type: "attachAddresses"; addresses: string[] }
  | { type: "detach"; id: number }
  | ({ type: "send" } & SentDraft);

/** A turn as a person has written it. */
export interface SentDraft {
  /** The same until the draft was sent or changed, so that it is sent once. */
  draft: number;
  /** Another number for each press of the button, greater than those before. */
  attempt: number;
  message: string;
  /** The other fields, where the person has changed them. */
  others?: string;
}
