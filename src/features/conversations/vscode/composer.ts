import type { CreateRunRequest, FileSource } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { parseJson } from "#base/json/parseJson.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import {
  type EarlierTurn,
  movedTurn,
  nextInput,
  nextTurnOf,
  type Seed,
} from "#features/conversations/core/nextTurn.ts";
import type { AttachedFile, ComposerView, ConversationRef, SentDraft } from "#features/conversations/page/messages.ts";
import { formatCount } from "#model/counts.ts";
import { shortId } from "#model/shortId.ts";
import { isTerminal, needsPerson } from "#model/status.ts";
import { properties, readJsonDocument } from "#runFiles/jsonDocument.ts";
import type { Turn } from "#runs/sessions/conversation.ts";
import { type Cover, coverText } from "#runs/values/cover.ts";

type Fields = Readonly<Record<string, unknown>>;

export interface NextTurn {
  conversation: ConversationRef;
  request: CreateRunRequest;
  files: readonly FileSource[];
  /** The message as the person wrote it. */
  message: string;
  /** The address of the production app to which the person has already agreed to send turns from this panel. */
  agreedTo: string | undefined;
  /** Called as soon as the run exists, also when that is only after another try. */
  onCreated: (runId: string) => void;
}

export interface ComposerServices {
  /** Sends a turn, once. @returns the run's id; `undefined` when the person was asked and declined */
  send: (turn: NextTurn) => Promise<string | undefined>;
  chooseFiles: (ref: ConversationRef) => Promise<readonly FileSource[]>;
  /** Opens files that the person dropped, by their addresses. */
  filesAt: (ref: ConversationRef, addresses: readonly string[]) => Promise<readonly FileSource[]>;
  fileOf: (name: string, bytes: Uint8Array) => FileSource;
  /** Shows an error with its buttons. @returns its sentence */
  tell: (error: unknown) => string;
  /** Keeps the field for the message with the app. */
  keepField: (connectionId: string, field: string) => void;
  /** Ends a run, after a question. */
  stop: (run: { connectionId: string; runId: string }) => void;
}

export interface KnownConversation {
  /** Oldest first, with covers. */
  turns: readonly Turn[];
  /** How many the app has, if it is known. */
  total: number | undefined;
  /** The newest run as the app has it. */
  newest: Run | undefined;
  seed: Seed | undefined;
  /** The field for the message that a person chose for the app. */
  field: string | undefined;
  isProduction: boolean;
  /** The name of the app, where it isn't the active one. */
  otherApp: string | undefined;
  /** The address of an app in production, if the person is asked before something is sent to it. */
  asksFor: string | undefined;
  /** An untrusted workspace sends nothing. */
  isTrusted: boolean;
  /** Why nothing can be sent, as far as the panel knows. */
  problem: string | undefined;
  cover: Pick<Cover, "value" | "text">;
}

/** What the input of the next turn starts from. */
interface Base {
  earlier: EarlierTurn;
  /** The field for the message, if it isn't the one that has the earlier message. */
  field: string | undefined;
  fields: readonly string[];
  choices: readonly string[];
  others: Fields;
  /** The other fields with covers, as the person sees them. */
  shown: Fields;
}

/** A draft, and the files that went with it. */
interface DraftWithFiles {
  draft: number;
  files: readonly AttachedFile[];
}

/** The composer of a conversation, without its text: what it sends, whether it may, and its files. */
export class Composer {
  readonly #conversation: ConversationRef;
  readonly #services: ComposerServices;
  readonly #changed: () => void;
  #known: KnownConversation | undefined;
  #files: readonly (AttachedFile & { source: FileSource })[] = [];
  #nextFile = 1;
  #sending: number | undefined;
  #settled: number | undefined;
  #sent: number | undefined;
  /** The run of the last turn, until the conversation has it. */
  #created: string | undefined;
  /** The addresses of apps in production that the person has agreed to send to. */
  readonly #agreed = new Set<string>();
  /** The field that the person has chosen for the message. */
  #field: string | undefined;
  #problem: string | undefined;
  #fieldsProblem: string | undefined;
  /** An attempt that failed: its request may have arrived all the same. */
  #failed: (DraftWithFiles & { message: string; after: string | undefined }) | undefined;

  /** @param changed called when its view is another one */
  constructor(ref: ConversationRef, services: ComposerServices, changed: () => void) {
    this.#conversation = ref;
    this.#services = services;
    this.#changed = changed;
  }

  view(known: KnownConversation): ComposerView {
    this.#known = known;
    this.#noteArrived(known);
    const base = this.#base(known);
    const open = this.#open(known);
    // Also names of fields, ids of users and texts of errors may repeat a key.
    const words = known.cover.value({
      into: base?.fields[0] ?? "",
      choices: [...(base?.choices ?? [])],
      from: this.#from(known),
      hint: this.#hint(known),
      files: this.#files.map(({ id, name, size }) => ({ id, name, size })),
      missing: this.#missing(known, base?.fields ?? []),
      blocked: this.#blocked(known),
      problem: this.#problem,
      fieldsProblem: this.#fieldsProblem,
    });
    return {
      ...words,
      others: stringifyJson(base?.shown ?? {}, 2),
      count: Object.keys(base?.shown ?? {}).length,
      isFirst: isFirst(known),
      open,
      sending: this.#sending,
      settled: this.#settled,
      sent: this.#sent,
    };
  }

  /** Checks other fields while the person writes them. */
  checkFields(text: string): void {
    const before = this.#fieldsProblem;
    const read = this.#known && this.#read(text, this.#known);
    this.#fieldsProblem = typeof read === "string" ? read : undefined;
    if (this.#fieldsProblem !== before) this.#changed();
  }

  /** Takes the field that the message goes into. */
  choose(field: string): void {
    this.#field = field;
    if (this.#known?.field !== field) this.#services.keepField(this.#conversation.connectionId, field);
    this.#changed();
  }

  attach(): void {
    this.#adds(() => this.#services.chooseFiles(this.#conversation));
  }

  attachAddresses(addresses: readonly string[]): void {
    this.#adds(() => this.#services.filesAt(this.#conversation, addresses));
  }

  attachBytes(files: readonly { name: string; bytes: ArrayBuffer }[]): void {
    this.#adds(async () => files.map(({ name, bytes }) => this.#services.fileOf(name, new Uint8Array(bytes))));
  }

  detach(id: number): void {
    this.#files = this.#files.filter((each) => each.id !== id);
    this.#changed();
  }

  stop(runId: string): void {
    const { connectionId } = this.#conversation;
    if (this.#known?.turns.some(({ run }) => run.id === runId)) this.#services.stop({ connectionId, runId });
  }

  /** Sends a draft, once: a second press of the button, and a draft that was sent before, do nothing. */
  send(draft: SentDraft): void {
    const isOld = this.#settled !== undefined && draft.attempt <= this.#settled;
    if (this.#sending !== undefined || isOld || draft.draft === this.#sent) return;
    this.#sending = draft.attempt;
    this.#problem = undefined;
    this.#changed();
    this.#attempt(draft)
      .catch((error: unknown) => void (this.#problem = this.#services.tell(error)))
      .finally(() => {
        this.#sending = undefined;
        this.#settled = draft.attempt;
        this.#changed();
      })
      .catch(onUnexpectedError);
  }

  async #attempt({ draft, message, others: text }: SentDraft): Promise<void> {
    const conversation = this.#known;
    const base = conversation && this.#base(conversation);
    const problem = conversation ? this.#blocked(conversation) : "The conversation is still loading.";
    if (!conversation || !base || problem !== undefined || message.trim() === "") {
      this.#problem = problem ?? "Write a message first.";
      return;
    }
    const others = text === undefined ? base.others : this.#read(text, conversation);
    if (typeof others === "string") {
      this.#fieldsProblem = others;
      return;
    }
    const { userId, sessionId } = this.#conversation;
    const begins = isFirst(conversation);
    const { asksFor } = conversation;
    const input = nextInput(base.earlier, {
      text: message,
      field: base.field,
      others,
      userId,
      sessionId,
      isFirst: begins,
    });
    const files = this.#files;
    this.#failed = {
      draft,
      files,
      message: conversation.cover.text(message),
      after: conversation.turns.at(-1)?.run.id,
    };
    const sent = await this.#services.send({
      conversation: this.#conversation,
      request: { input, session_id: sessionId, user_id: userId },
      files: files.map(({ source }) => source),
      message,
      agreedTo: asksFor !== undefined && this.#agreed.has(asksFor) ? asksFor : undefined,
      onCreated: (runId) => {
        this.#created = runId;
        if (asksFor !== undefined) this.#agreed.add(asksFor);
        this.#arrived({ draft, files });
        this.#changed();
      },
    });
    // Declined: nothing was sent.
    if (sent === undefined) this.#failed = undefined;
  }

  #arrived({ draft, files }: DraftWithFiles): void {
    this.#sent = draft;
    this.#files = this.#files.filter((file) => !files.includes(file));
    this.#failed = undefined;
    this.#problem = undefined;
    this.#fieldsProblem = undefined;
  }

  /** A turn without a response may be found in the list, and then its draft was sent. */
  #noteArrived({ turns }: KnownConversation): void {
    if (turns.some(({ run }) => run.id === this.#created)) this.#created = undefined;
    const failed = this.#failed;
    if (!failed || this.#sending !== undefined) return;
    const newer = turns.slice(turns.findIndex(({ run }) => run.id === failed.after) + 1);
    if (newer.some(({ message }) => message === failed.message)) this.#arrived(failed);
  }

  #base({ newest, seed, cover, field: kept }: KnownConversation): Base | undefined {
    const earlier: EarlierTurn = newest ?? (seed ? movedTurn(seed.turn, this.#conversation) : { input: undefined });
    const field = this.#field ?? (newest ? kept : (seed?.field ?? kept));
    const next = nextTurnOf(earlier, field);
    return next && { ...next, earlier, field, shown: cover.value(next.others) };
  }

  #blocked(known: KnownConversation): string | undefined {
    if (known.problem !== undefined) return known.problem;
    if (!known.isTrusted) return "This workspace is in Restricted Mode, so nothing can be sent.";
    const open = this.#open(known);
    if (open?.waits) return `${open.name} waits for your answer.`;
    if (open) return `${open.name} is still running. Wait for it to end, or stop it.`;
    if (this.#created !== undefined) return "Your message was sent.";
    if (this.#base(known) === undefined) return "The last turn's input has no message field. Continue with a run file.";
    return undefined;
  }

  #open({ turns, total }: KnownConversation): ComposerView["open"] {
    const at = turns.findLastIndex(({ run }) => !isTerminal(run.status));
    const run = turns[at]?.run;
    if (!run) return undefined;
    return { runId: run.id, name: turnName(at - turns.length + 1, total), waits: needsPerson(run.status) };
  }

  #from({ turns, total, seed }: KnownConversation): string {
    if (turns.length > 0) return `from ${total === undefined ? "the last turn" : turnName(0, total).toLowerCase()}`;
    return seed ? `from ${seed.name}` : "none yet";
  }

  /** What the first turn doesn't have from its run file. @param fields those that the message goes into */
  #missing({ turns, seed }: KnownConversation, fields: readonly string[]): string | undefined {
    if (turns.length > 0 || !seed) return undefined;
    if (seed.problem !== undefined) return seed.problem;
    const names = (seed.leftOut ?? []).filter((name) => !fields.includes(name)).join(", ");
    return names === "" ? undefined : `Input fields of ${seed.name} that contain variables are left out: ${names}.`;
  }

  #hint(known: KnownConversation): string {
    const { userId, sessionId } = this.#conversation;
    const { isProduction, otherApp } = known;
    const begins = isFirst(known);
    const whose = userId === undefined ? "without a user ID" : `of ${userId}`;
    const what = `${begins ? "Starts a" : "Continues the"} conversation ${whose}, session ${shortId(sessionId)}`;
    const app = otherApp === undefined ? (isProduction ? "production" : undefined) : otherApp;
    const mark = otherApp !== undefined && isProduction ? " (production)" : "";
    return app === undefined ? what : `${what}, on ${app}${mark}`;
  }

  /** The other fields that the person wrote, or what is wrong with them. */
  #read(text: string, known: KnownConversation): Fields | string {
    const document = readJsonDocument(text, "Other input fields", "Write {} if no other fields are needed.");
    const { root } = document;
    const [first] = document.problems;
    if (first) return `Other input fields, line ${first.line}: ${first.problem}`;
    if (root?.type !== "object") return "Other input fields: write a JSON object, for example {}.";
    const base = this.#base(known);
    const into = base?.fields ?? [];
    const seen = new Set<string>();
    for (const { key, keyNode } of properties(root)) {
      const line = `Other input fields, line ${document.rangeOf(keyNode).line}: ${key}`;
      if (into.includes(key)) return `${line} is set by the message. Remove it here.`;
      if (seen.has(key)) return `${line} appears twice. Remove one of them.`;
      seen.add(key);
    }
    let fields: Fields;
    try {
      fields = parseJson(text) as Fields;
    } catch {
      return "Other input fields: comments and trailing commas aren't allowed here. Remove them.";
    }
    return this.#uncovered(fields, base);
  }

  /** A field with a covered part can be left as it is, and is sent whole; or it is written anew. */
  #uncovered(fields: Fields, base: Base | undefined): Fields | string {
    const { others = {}, shown = {} } = base ?? {};
    const isCovered = (name: string): boolean => Object.hasOwn(shown, name) && !sameJson(shown[name], others[name]);
    for (const [name, value] of Object.entries(fields)) {
      // Also a cover of an earlier turn, which this one doesn't have: nothing but the cover would be sent.
      if (!sameJson(value, shown[name]) && (stringifyJson(value) ?? "").includes(coverText))
        return `Other input fields: ${name} contains a hidden secret (${coverText}). Leave it unchanged, or enter the full value.`;
    }
    const whole = ([name, value]: [string, unknown]): [string, unknown] => [
      name,
      isCovered(name) && sameJson(value, shown[name]) ? others[name] : value,
    ];
    return Object.fromEntries(Object.entries(fields).map(whole));
  }

  #adds(open: () => Promise<readonly FileSource[]>): void {
    open()
      .then((sources) => {
        const added = sources.filter(
          ({ path }) => path === undefined || this.#files.every((f) => f.source.path !== path),
        );
        const files = added.map((source) => ({ id: this.#nextFile++, name: source.name, size: source.size, source }));
        this.#files = [...this.#files, ...files];
        this.#problem = undefined;
      })
      .catch((error: unknown) => void (this.#problem = this.#services.tell(error)))
      .finally(() => this.#changed())
      .catch(onUnexpectedError);
  }
}

/** Whether the next turn is the first one, once the conversation was read. */
function isFirst({ turns, problem }: KnownConversation): boolean {
  return turns.length === 0 && problem === undefined;
}

/** @param fromEnd 0 for the last turn, -1 for the one before */
function turnName(fromEnd: number, total: number | undefined): string {
  if (total !== undefined) return `Turn ${formatCount(total + fromEnd)}`;
  return fromEnd === 0 ? "The last turn" : "A turn";
}
