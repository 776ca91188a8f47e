import type { Run } from "#api/schemas.ts";
import { DisposableStore } from "#base/disposable.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { SpacedTask } from "#base/spacedTask.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { Seed } from "#features/conversations/core/nextTurn.ts";
import type {
  ConversationHead,
  ConversationPageMessage,
  ConversationRef,
  TurnView,
} from "#features/conversations/page/messages.ts";
import { commandIds } from "#host/commandIds.ts";
import type { PageWebview } from "#host/pages/pagePanel.ts";
import { isTerminal } from "#model/status.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import type { RunWatch } from "#runs/live/watchTypes.ts";
import { conversationOf, runsOfConversation, type Turn } from "#runs/sessions/conversation.ts";
import type { StoreChange } from "#runs/store/knownRuns.ts";
import { Poller, type PollResult } from "#runs/store/polling/poller.ts";
import type { RunList } from "#runs/store/runList.ts";
import type { RunOrder, RunQuery } from "#runs/store/runQuery.ts";
import type { RunStore } from "#runs/store/runStore.ts";
import type { Cover } from "#runs/values/cover.ts";
import type { FactsSource } from "#workbench/panel/vscode/runPoints.ts";
import { Composer, type KnownConversation } from "./composer.ts";
import type { ConversationServices } from "./conversationServices.ts";
import { TurnsPanel } from "./turnsPanel.ts";
import { turnView, nowOf } from "./turnView.ts";

/** In milliseconds: the least time between two updates. */
const updateInterval = 250;
const maxSearchedSteps = 20;

/**
 * One webview with a conversation, from its newest turns on. It shows what the connection's store knows of it, which
 * other views read too, and reads the newest turns again by itself only while it is visible in a window with the focus.
 */
export class ConversationPanel extends TurnsPanel {
  readonly #services: ConversationServices;
  readonly #update: SpacedTask;
  readonly #poller: Poller;
  readonly #composer: Composer;
  #seed: Seed | undefined;
  /** The turn that is being written, as long as the page is shown. */
  #live: RunWatch | undefined;
  /** What turns wrote while the page was shown, with covers. One that was canceled has no answer. */
  readonly #written = new Map<string, string>();
  /** What follows the app that the connection has now. */
  #following = new DisposableStore();
  #store: RunStore | undefined;
  /** Whether its list was read, so that what the page shows has no gaps. */
  #hasRead = false;
  /** The runs from the first turn on, as they were read last: its message stays the title while they are read again. */
  #firstRuns: readonly Run[] = [];
  #facts: ReadonlyMap<string, RunFacts> = new Map();
  #cover: Pick<Cover, "value" | "text"> | undefined;
  #covered = new WeakMap<Run, Run>();
  /** Whether the page has what a closed panel left. */
  #hasDraft = false;
  /** What the page has. */
  #sent = new Map<string, TurnView>();
  /** The reads of the list, one after another: the store joins those that are made at once, whatever they read. */
  #reading: Promise<void> = Promise.resolve();

  constructor(shown: PageWebview<ConversationRef, ConversationPageMessage>, services: ConversationServices) {
    super(shown, services);
    const ref = shown.memory;
    this.#services = services;
    this.#update = this.owned.add(new SpacedTask(() => this.#show(), updateInterval));
    this.#poller = this.owned.add(new Poller({ poll: () => this.#poll() }));
    this.#composer = new Composer(ref, services, () => this.#update.ask());
    if (ref.seed) this.#readSeed().catch(onUnexpectedError);
    this.connect();
    // While the page loads: the tab gets its name even if it is left before that.
    this.#readUnlessKnown();
  }

  /** Takes the store of the connection, again after it got another address or key, or was removed. */
  override connect(): void {
    this.#following.dispose();
    this.#following = new DisposableStore();
    const { connectionId } = this.memory;
    const exists = this.#exists;
    // What was read of a removed connection stays on the page.
    if (exists) {
      this.#store = this.#services.storeOf(connectionId);
      this.#hasRead = false;
      this.#firstRuns = [];
      this.#following.add(this.#store.onDidChange((change) => this.#changed(change)));
    }
    const facts = exists ? this.#services.factsOf(connectionId) : undefined;
    const readFacts = (): void => void this.#readFacts(facts).catch(onUnexpectedError);
    if (facts) this.#following.add(facts.onDidChange(readFacts));
    readFacts();
    this.#takeCover();
    for (const run of this.inTurns.values()) run.connect();
    this.#updateTitle();
    if (this.isReady) this.#start();
  }

  override updateConnection(): void {
    for (const run of this.inTurns.values()) run.updateConnection();
    this.#takeCover();
    this.#update.ask();
  }

  override get connectionIds(): string[] {
    return [this.memory.connectionId];
  }

  get #exists(): boolean {
    return this.#services.appOf(this.memory.connectionId) !== undefined;
  }

  /** Starts or stops polling, after the window got or lost the focus. */
  look(): void {
    this.#poller.setOn(this.isReady && this.#exists && this.#services.isFocused());
  }

  /** Whether a reader has the turn of this run in front of them: while it waits, with its card. */
  isInSight(run: Run): boolean {
    return this.isVisible && runsOfConversation([run], this.memory).length > 0;
  }

  override dispose(): void {
    this.#following.dispose();
    this.#live?.dispose();
    super.dispose();
  }

  protected override viewChanged(): void {
    super.viewChanged();
    if (!this.isVisible) this.#follow(undefined);
    this.look();
  }

  protected override has(runId: string): boolean {
    return this.#sent.has(runId);
  }

  protected override receive(message: ConversationPageMessage): void {
    const { connectionId } = this.memory;
    const { run } = this.#services;
    switch (message.type) {
      case "ready":
        this.#sent = new Map();
        this.#hasDraft = false;
        this.#start();
        return;
      case "showOlder":
        this.#read((store) => store.loadMore(this.#query("newest")));
        return;
      case "retry":
        this.#read((store) => store.read(this.#query("newest")));
        return;
      case "fork":
        if (this.has(message.runId)) run(commandIds.forkConversation, { connectionId, runId: message.runId });
        return;
      case "compareWithOriginal":
        return this.#compareWithOriginal(message.runId);
      case "openOriginal": {
        const [forkOf] = [...this.#sent.keys()].flatMap((runId) => this.#forkOf(runId) ?? []);
        if (forkOf !== undefined) run(commandIds.openConversation, { connectionId, runId: forkOf });
        return;
      }
      case "newConversation":
        return run(commandIds.newConversation, { connectionId });
      case "stop":
        return this.#composer.stop(message.runId);
      case "fields":
        return this.#composer.checkFields(message.text);
      case "draft":
        return this.#services.drafts.keep(this.memory, message.draft);
      case "into":
        return this.#composer.choose(message.field);
      case "attach":
        return this.#composer.attach();
      case "attachAddresses":
        return this.#composer.attachAddresses(message.addresses);
      case "attachBytes":
        return this.#composer.attachBytes(message.files);
      case "detach":
        return this.#composer.detach(message.id);
      case "send":
        return this.#composer.send(message);
      default:
        return super.receive(message);
    }
  }

  #compareWithOriginal(runId: string): void {
    const { connectionId } = this.memory;
    const forkOf = this.has(runId) ? this.#forkOf(runId) : undefined;
    if (forkOf !== undefined) this.#services.compare({ connectionId, runId: forkOf }, { connectionId, runId });
  }

  #start(): void {
    this.#show();
    this.look();
  }

  #query(order: RunOrder): RunQuery {
    const { sessionId, userId } = this.memory;
    return { statuses: [], sessionId, userId, order };
  }

  #list(order: RunOrder): RunList | undefined {
    return this.#store?.list(this.#query(order));
  }

  /**
   * Reads the newest turns if the store doesn't have them, or doubts what it has. Also in a window without the focus,
   * where nothing is polled.
   */
  #readUnlessKnown(): void {
    const list = this.#list("newest");
    const isKnown = list === undefined || list.isRead || list.loading || list.error !== undefined;
    if (!isKnown && this.#exists) this.#read((store) => store.read(this.#query("newest")));
  }

  #read(read: (store: RunStore) => Promise<void>): void {
    this.#inTurn(read).catch(onUnexpectedError);
  }

  #inTurn(read: (store: RunStore) => Promise<void>): Promise<void> {
    const store = this.#store;
    // A read that failed was the error of its own caller, and the next one is read all the same.
    const next = async (): Promise<void> => store && read(store);
    if (store) this.#reading = this.#reading.then(next, next);
    return this.#reading.then(() => this.#readFirst());
  }

  /** The first message is the title, so the oldest turns are read once. */
  async #readFirst(): Promise<void> {
    const list = this.#list("newest");
    if (this.#store && list?.isRead && list.hasMore && !this.#list("oldest")?.isRead)
      await this.#store.read(this.#query("oldest"));
  }

  async #poll(): Promise<PollResult> {
    const store = this.#store;
    const before = this.#list("newest");
    if (!store || !before) return "quiet";
    // The newest page doesn't say how an older turn goes on.
    const hasOpen = before.runs.some(({ status }) => !isTerminal(status));
    await this.#inTurn((each) => each.read(this.#query("newest")));
    if (hasOpen) await store.readUnderWay();
    const now = store.list(this.#query("newest"));
    if (now.error) return "failed";
    const isSame = now.runs.length === before.runs.length && now.runs.every((run, n) => run === before.runs[n]);
    if (!isSame) return "changed";
    return hasOpen ? "underWay" : "quiet";
  }

  #changed(change: StoreChange): void {
    if (change.kind === "state") return;
    if (change.kind === "list" && change.key !== this.#list("newest")?.key && change.key !== this.#list("oldest")?.key)
      return;
    if (change.kind === "run" && this.#store?.get(change.id)?.session_id !== this.memory.sessionId) return;
    this.#update.ask();
  }

  async #readFacts(source: FactsSource | undefined): Promise<void> {
    const knownFacts = await source?.facts({ session: this.memory.sessionId });
    this.#facts = new Map(knownFacts?.map((facts) => [facts.id, facts]));
    this.#update.ask();
  }

  async #readSeed(): Promise<void> {
    this.#seed = await this.#services.seedOf(this.memory);
    this.#update.ask();
  }

  /** Reads along while a turn is written. Another view may do so, too: they share the stream. */
  #follow(runId: string | undefined): void {
    if (this.#live?.runId === runId) return;
    this.#live?.dispose();
    this.#live = runId === undefined ? undefined : this.#services.watch(this.memory.connectionId, runId);
    this.#live?.onDidChange(() => this.#update.ask());
  }

  /** Takes the cover, without which nothing is shown. */
  #takeCover(): void {
    const read = (): Promise<void> => this.#readCover();
    (this.#cover ? read() : this.load(read)).catch(onUnexpectedError);
  }

  async #readCover(): Promise<void> {
    this.#cover = await this.#services.cover();
    this.#covered = new WeakMap();
    this.#update.ask();
  }

  /** Sends what the page doesn't have yet. A hidden page gets it when it is shown again. */
  #show(): void {
    const cover = this.#cover;
    if (!this.isReady || !cover) return this.#updateTitle();
    const store = this.#store;
    const list = this.#list("newest");
    this.#hasRead ||= list?.isRead === true;
    this.#readUnlessKnown();
    // Before the first read the store has runs from elsewhere, with gaps between them.
    const runs = this.#hasRead && list ? runsOfConversation(list.runs, this.memory) : [];
    const conversation = this.#turnsOf(runs, cover);
    const open = conversation.findLast(({ run }) => !isTerminal(run.status))?.run.id;
    this.#follow(this.#exists ? open : undefined);
    const writes = writtenIn(this.#live, cover);
    if (open !== undefined && writes !== undefined) this.#written.set(open, writes);
    const connectionId = this.#exists ? this.memory.connectionId : undefined;
    const answers = this.#services.answersOf(this.memory.connectionId);
    const views = conversation.map((turn) => {
      const { id } = turn.run;
      const end = store?.endOf(turn.run);
      const isFork = this.#forkOf(id) !== undefined;
      return turnView(turn, {
        isFork,
        facts: this.#facts.get(id),
        end,
        connectionId,
        wrote: this.#written.get(id),
        sent: cover.value(this.#services.sentWith({ connectionId: this.memory.connectionId, runId: id })),
        answers: answers.get(id) ?? [],
      });
    });
    const turns = views.filter((view) => !sameJson(view, this.#sent.get(view.runId)));
    this.#sent = new Map(views.map((view) => [view.runId, view]));
    this.#updateTitle();
    const order = views.map(({ runId }) => runId);
    const head = this.#head(conversation);
    const composer = this.#composer.view({ ...this.#known(conversation, head), cover });
    const draft = this.#hasDraft ? undefined : this.#services.drafts.of(this.memory);
    this.#hasDraft = true;
    this.post({ type: "conversation", conversation: this.memory, head, composer, draft, order, turns });
  }

  /** What the composer goes by. */
  #known(turns: readonly Turn[], head: ConversationHead): Omit<KnownConversation, "cover"> {
    const newest = turns.at(-1)?.run.id;
    const notRead = head.isReading ? "The conversation is loading." : "The conversation couldn't be loaded.";
    const app = this.#services.appOf(this.memory.connectionId);
    const isUnread = !this.#hasRead || this.#list("newest")?.isRead !== true;
    return {
      turns,
      total: head.total,
      newest: newest === undefined ? undefined : this.#store?.get(newest),
      seed: this.#seed,
      field: this.#field,
      isProduction: head.isProduction,
      otherApp: app === undefined || app.isActive ? undefined : app.name,
      isTrusted: this.#services.isTrusted(),
      asksFor: app?.asksFor,
      problem: this.#exists ? (isUnread ? notRead : undefined) : "This connection was removed, so nothing can be sent.",
    };
  }

  #turnsOf(runs: readonly Run[], cover: Pick<Cover, "value">): Turn[] {
    const clean = runs.map((run) => this.#clean(run, cover));
    return conversationOf(clean, this.#field);
  }

  get #field(): string | undefined {
    return this.#services.appOf(this.memory.connectionId)?.messageField;
  }

  #forkOf(runId: string): string | undefined {
    return this.#services.forkOf({ connectionId: this.memory.connectionId, runId });
  }

  #head(turns: readonly Turn[]): ConversationHead {
    const app = this.#services.appOf(this.memory.connectionId);
    const list = this.#list("newest");
    const newest = turns.at(-1)?.run;
    const hasOlder = app !== undefined && list?.hasMore === true;
    const isCounted = list?.isRead === true && (this.memory.userId !== undefined || !hasOlder);
    const problem = app ? list?.error?.message : "This connection was removed, so new turns don't appear here.";
    return {
      title: this.#firstMessage() ?? this.#nameless,
      app: app?.name ?? "A removed connection",
      isProduction: app?.isProduction ?? false,
      now: newest && nowOf(newest, this.#store?.endOf(newest).blockedBy),
      total: isCounted ? (hasOlder ? list.count : turns.length) : undefined,
      hasOlder,
      isReading: list !== undefined && (list.loading || (!list.isRead && list.error === undefined)),
      canRetry: app !== undefined,
      isFork: turns.some(({ run }) => this.#forkOf(run.id) !== undefined),
      problem,
      acts: this.#services.actsOf(this.memory),
    };
  }

  /** The message of the first turn, if it is known: turns in the middle may have turns before them. */
  #firstMessage(): string | undefined {
    const [newest, oldest] = [this.#list("newest"), this.#list("oldest")];
    const firstRun =
      newest?.isRead && !newest.hasMore ? newest.runs : oldest?.isRead ? oldest.runs.toReversed() : undefined;
    this.#firstRuns = firstRun ?? this.#firstRuns;
    const cover = this.#cover;
    if (!cover) return undefined;
    const [first] = this.#turnsOf(runsOfConversation(this.#firstRuns, this.memory), cover);
    return first?.message === undefined ? undefined : rowText(first.message, 200);
  }

  #clean(run: Run, cover: Pick<Cover, "value">): Run {
    let clean = this.#covered.get(run);
    if (!clean) this.#covered.set(run, (clean = cover.value(run)));
    return clean;
  }

  #updateTitle(): void {
    const name = rowText(this.#firstMessage() ?? this.#nameless, 60);
    // A fork begins with the same message as its original, and both tabs may be open.
    const isFork = [...this.#sent.keys()].some((runId) => this.#forkOf(runId) !== undefined);
    this.title = isFork ? `Fork: ${name}` : name;
  }

  get #nameless(): string {
    return this.memory.seed ? "New Conversation" : "Conversation";
  }
}

/** In characters: a longer text is shown when it is finished. */
const maxWrittenLength = 200_000;

/** The text that a run writes at the moment: the newest one, which may still be followed by a call and another text. */
function writtenIn(watch: RunWatch | undefined, cover: Pick<Cover, "text">): string | undefined {
  const { story } = watch?.runStory ?? {};
  // Of a long story only the end matters.
  const step = story?.slice(-maxSearchedSteps).findLast((each) => each.kind !== "other");
  if (step?.kind !== "text" || step.code || step.refused) return undefined;
  return step.text.trim() === "" ? undefined : cover.text(step.text.slice(0, maxWrittenLength));
}
