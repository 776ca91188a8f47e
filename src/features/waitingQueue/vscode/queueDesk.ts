import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { type QueueRow, QueueRows } from "#features/waitingQueue/core/queueRows.ts";
import { endOfWait } from "#features/waitingQueue/core/timeLeft.ts";
import type { AnswerDraft } from "#model/answerDraft.ts";
import { isTakeover } from "#runs/labels/pendingInputRequests.ts";
import type { Attention } from "#runs/live/attention.ts";
import { inSightDelay, Poller, type PollResult, type Sight } from "#runs/store/polling/poller.ts";
import { waitingList } from "#runs/store/polling/waitingPoll.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import type { RunStore } from "#runs/store/runStore.ts";
import type { Cover } from "#runs/values/cover.ts";
import type { WatchedRuns } from "#workbench/connections/vscode/watchedRuns.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import { InputRequestTimes } from "#workbench/inputRequests/core/inputRequestTimes.ts";
import { WaitingQuestions } from "#workbench/inputRequests/core/waitingQuestions.ts";
import { readWaiting, type WaitingApp, waitingIn } from "#workbench/inputRequests/core/waitingRuns.ts";
import type { AnswerProgress, Decision, InputRequestView } from "#workbench/inputRequests/page/inputRequestViews.ts";
import { formAnswer, inputRequestForm } from "#workbench/inputRequests/vscode/inputRequestForm.ts";
import { answerProgress } from "#workbench/inputRequests/vscode/inputRequestsPresenter.ts";
import { BulkAnswers } from "./bulkAnswers.ts";

export interface DeskServices {
  watched: Pick<WatchedRuns, "apps" | "counted" | "onDidChange">;
  answers: AnswerService;
  /** Covers keys alone: a person has to see what is sent. */
  cover: () => Promise<Cover>;
  /** Called when an answer of the person has arrived. */
  onGiven: () => void;
  /** Whether the window has the focus: without it, apps are asked at a calmer pace. */
  attention: Attention;
}

/** The questions that the badge counts, as one person works through them. It has one panel. */
export class QueueDesk extends Owner {
  readonly #services: DeskServices;
  readonly #rows = new QueueRows();
  readonly #questions: WaitingQuestions;
  readonly #times = new Map<string, InputRequestTimes>();
  readonly #polls = this.owned.add(new Polls());
  readonly #changed = this.owned.add(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly bulk: BulkAnswers;
  /** How often somebody else than this page changed the draft of a row. */
  readonly #draftVersions = new Map<string, number>();
  #cover: Cover | undefined;
  #reading = 0;
  /** Whether the list was read once, and so is in order. */
  #isRead = false;
  #isActive = false;

  constructor(services: DeskServices) {
    super();
    const { watched, answers } = services;
    this.#services = services;
    this.#questions = new WaitingQuestions(answers);
    this.bulk = new BulkAnswers(
      {
        answers,
        row: (id) => this.#rows.get(id),
        waits: (row) => this.waits(row),
        connection: (id) => this.#connection(id),
        onGiven: services.onGiven,
      },
      () => this.#changed.fire(),
    );
    this.owned.add(watched.onDidChange(() => this.#look()));
    this.owned.add(services.attention.onDidChange(() => this.#look()));
    this.owned.add(
      answers.onDidChange(({ ref, draftBy }) => {
        for (const row of this.#rows.all) {
          if (row.ref.runId !== ref.runId || row.ref.requestId !== ref.requestId) continue;
          this.#settle(row);
          if (draftBy !== this) this.#draftVersions.set(row.id, this.#draftVersion(row) + 1);
        }
        this.#changed.fire();
      }),
    );
  }

  get rows(): QueueRows {
    return this.#rows;
  }

  /** What was read of each app. */
  get apps(): readonly WaitingApp[] {
    return this.#services.watched.counted.map(({ connection, session }) => this.#known(connection, session));
  }

  get isReading(): boolean {
    return this.#reading > 0 || !this.#isRead;
  }

  /** Whether the apps were read once. Until then nobody knows what still waits. */
  get isRead(): boolean {
    return this.#isRead;
  }

  get cover(): Cover | undefined {
    return this.#cover;
  }

  /** Says whether it is active: then it reads what waits from time to time, as a list in sight does. */
  setActive(isActive: boolean): void {
    if (this.#isActive === isActive) return;
    this.#isActive = isActive;
    if (isActive) this.refresh().catch(onUnexpectedError);
    this.#look();
  }

  /**
   * Reads all apps, then puts the rows in order, without those that don't wait any more. An app that had failed before
   * keeps nobody waiting: what it says comes to the ends of the groups.
   */
  async refresh(): Promise<void> {
    this.#reading++;
    this.#changed.fire();
    try {
      const { watched, cover } = this.#services;
      this.#cover = await cover();
      const [troubled, sound] = partition(
        watched.counted,
        ({ session }) => waitingList(session.store).error !== undefined,
      );
      const read = (apps: WatchedRuns["apps"]): Promise<unknown> =>
        Promise.all(apps.map(({ connection, session }) => this.#read(connection, session)));
      const late = read(troubled);
      await read(sound);
      this.#isRead = true;
      this.#take();
      this.#rows.arrange((row) => this.progress(row).kind !== "settled");
      this.#changed.fire();
      await late;
      this.#take();
    } finally {
      this.#reading--;
    }
    this.#changed.fire();
  }

  /** Takes rows from the list that don't wait any more. The others stay where they are. */
  clear(): void {
    this.#rows.drop((row) => this.progress(row).kind === "settled");
    this.#changed.fire();
  }

  waits(row: QueueRow): boolean {
    const { kind } = this.progress(row);
    return row.isListed && (kind === "open" || kind === "failed");
  }

  progress(row: QueueRow): AnswerProgress {
    const { answers } = this.#services;
    const state = answers.state(row.ref);
    const isGone = !row.isListed && (state.kind === "open" || state.kind === "failed");
    if (isGone || (row.isListed && state.kind === "gone" && state.why === "withdrawn"))
      return isGone ? answerProgress({ kind: "gone", why: "withdrawn" }, undefined) : { kind: "open" };
    return answerProgress(state, answers.record(row.ref));
  }

  draft(row: QueueRow): AnswerDraft | undefined {
    return this.#services.answers.draft(row.ref);
  }

  /** When a question stops waiting, if the app says so. */
  until({ request, since }: QueueRow): number | undefined {
    return endOfWait(request, since);
  }

  /** The card of an input request. The address of an agent's browser is found when it is opened. */
  card(row: QueueRow): InputRequestView {
    return {
      form: { ...inputRequestForm(row.request), id: row.id },
      since: row.since === undefined ? undefined : new Date(row.since).toISOString(),
      progress: this.progress(row),
      liveView: isTakeover(row.request) ? "known" : undefined,
      draft: this.draft(row) ?? {},
      draftVersion: this.#draftVersion(row),
    };
  }

  setDraft(id: string, draft: AnswerDraft): void {
    const row = this.#rows.get(id);
    if (row) this.#services.answers.setDraft(row.ref, draft, this);
  }

  /** Sends the answer of one card. */
  async answer(id: string, draft: AnswerDraft, decision: Decision): Promise<void> {
    const row = this.#rows.get(id);
    if (!row) return;
    this.setDraft(id, draft);
    const made = formAnswer(row.request, draft, decision);
    if ("answer" in made) await this.#services.answers.send(row.ref, made.answer);
  }

  /** Takes a settled row from the list, with its draft. */
  dismiss(id: string): void {
    const row = this.#rows.get(id);
    if (!row || this.progress(row).kind !== "settled") return;
    this.#services.answers.setDraft(row.ref, undefined, this);
    this.#rows.drop((each) => each === row);
    this.#changed.fire();
  }

  #draftVersion({ id }: QueueRow): number {
    return this.#draftVersions.get(id) ?? 1;
  }

  #connection(id: string): Connection | undefined {
    return this.#services.watched.counted.find(({ connection }) => connection.id === id)?.connection;
  }

  #known(connection: Connection, session: RunsSession): WaitingApp {
    return waitingIn(connection, session, this.#timesOf(connection.id));
  }

  #timesOf(connectionId: string): InputRequestTimes {
    const times = this.#times.get(connectionId) ?? new InputRequestTimes(() => this.#look());
    this.#times.set(connectionId, times);
    return times;
  }

  async #read(connection: Connection, session: RunsSession): Promise<void> {
    const { questions } = await readWaiting(connection, session);
    // One after the other: the next one is looked up when those before it were.
    for (const { run } of questions) await this.#timesOf(connection.id).look(run, session.api);
  }

  #look(): void {
    const { watched, attention } = this.#services;
    // The list of several connections reads the others, within its budget of requests.
    this.#polls.follow(this.#isActive ? watched.apps : [], attention.isThere ? "live" : "calm");
    if (!this.#isActive || !this.#isRead) return;
    this.#take();
    this.#changed.fire();
  }

  /** Takes what the apps list now. A row that isn't listed any more is looked up: somebody may have answered it. */
  #take(): void {
    const { watched, answers } = this.#services;
    const apps = watched.counted;
    const asked = apps.flatMap(({ connection, session }) => {
      const { questions } = this.#known(connection, session);
      for (const { run } of questions) void this.#timesOf(connection.id).look(run, session.api);
      return questions;
    });
    const listed = new Set(this.#rows.all.filter(({ isListed }) => isListed));
    this.#rows.drop((row) => !apps.some(({ connection }) => connection.id === row.connectionId));
    this.#rows.take(this.#questions.open(asked));
    for (const row of this.#rows.all) {
      this.#settle(row);
      if (!row.isListed && listed.has(row) && answers.state(row.ref).kind === "open") void answers.check(row.ref);
    }
  }

  /** Notes which event asked, before the run asks the next question under the same id. */
  #settle(row: QueueRow): void {
    const { answers } = this.#services;
    if (row.ref.asked === undefined && !answers.isLater(row.ref)) row.ref = answers.known(row.ref);
  }
}

/** Reads what waits, of each app one small request from time to time. */
class Polls extends Owner {
  readonly #polls = new Map<string, { store: RunStore; poller: Poller }>();

  follow(apps: WatchedRuns["apps"], sight: Sight = "live"): void {
    const stores = new Map(apps.map(({ connection, session }) => [connection.id, session.store]));
    for (const [id, { store, poller }] of this.#polls) {
      if (stores.get(id) === store) continue;
      poller.dispose();
      this.#polls.delete(id);
    }
    for (const [id, store] of stores) {
      const earlierPoller = this.#polls.get(id)?.poller;
      const poller = earlierPoller ?? new Poller({ poll: () => readChanges(store), underWay: inSightDelay });
      this.#polls.set(id, { store, poller });
      poller.setSight(sight);
    }
  }

  override dispose(): void {
    this.follow([]);
    super.dispose();
  }
}

async function readChanges(store: RunStore): Promise<PollResult> {
  const before = waitingList(store);
  await store.read(before.query);
  const now = waitingList(store);
  if (now.error) return "failed";
  const isSame = before.count === now.count && before.runs.every((run, index) => run === now.runs[index]);
  return isSame ? "underWay" : "changed";
}

function partition<T>(all: readonly T[], is: (each: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((each) => !is(each))];
}
