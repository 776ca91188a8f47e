import type { RunsApi } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { isTerminal } from "#model/status.ts";
import { UnconfirmedCreates, type UnconfirmedCreatesOptions } from "#runs/create/unconfirmedCreates.ts";
import { maxSearchedSteps, knownEnd } from "#runs/labels/failedNodes.ts";
import { type Attention, fullAttention } from "#runs/live/attention.ts";
import { RunWatcher, type WholeRun } from "#runs/live/runWatcher.ts";
import { Poller, type PollResult } from "./polling/poller.ts";
import { RunStore, type RunStoreOptions } from "./runStore.ts";
import { UnknownKinds } from "./unknownKinds.ts";

export interface SessionOptions
  extends
    Pick<UnconfirmedCreatesOptions, "wait" | "isTaken">,
    Pick<RunStoreOptions, "pageSize" | "titlePath" | "testOf" | "isByAgent" | "origins"> {
  /** Whether the window has the focus. By default it always counts as focused. */
  attention?: Attention;
  /** Called with the id of a run that was started here. */
  onStart?: (runId: string) => void;
}

/** The state of one connection's runs. */
export class RunsSession extends Owner {
  readonly connectionId: string;
  readonly api: () => Promise<RunsApi>;
  readonly store: RunStore;
  readonly watcher: RunWatcher;
  readonly creates: UnconfirmedCreates;
  readonly unknownKinds = new UnknownKinds();
  readonly #created: CreatedRuns;
  readonly #onStart: SessionOptions["onStart"];
  readonly #whole = this.owned.add(new Emitter<WholeRun>());
  /** Fires with a run that has ended, when every event of it was read. */
  readonly onDidReadWhole = this.#whole.event;
  readonly #gone = this.owned.add(new Emitter<string>());
  /** Fires with the id of a run that the app doesn't have any more. */
  readonly onDidLose = this.#gone.event;

  constructor(
    connectionId: string,
    api: () => Promise<RunsApi>,
    { wait, isTaken, attention = fullAttention, onStart, ...known }: SessionOptions = {},
  ) {
    super();
    this.connectionId = connectionId;
    this.api = api;
    this.#onStart = onStart;
    this.store = this.owned.add(new RunStore({ api, ...known }));
    const onWhole = (whole: WholeRun): void => {
      const { run, runStory } = whole;
      this.store.noteEnd(run.id, knownEnd(run, runStory.story.slice(-maxSearchedSteps)));
      this.unknownKinds.note(run.id, runStory.unknownKinds);
      this.#whole.fire(whole);
    };
    const onGone = (id: string): void => this.noteLost(id);
    const onRun = (run: Run): void => this.store.upsert(run);
    this.watcher = this.owned.add(new RunWatcher({ api, onRun, onWhole, onGone, attention }));
    this.#created = this.owned.add(new CreatedRuns(this.store));
    this.creates = new UnconfirmedCreates({ api, known: () => this.store.runs(), wait, isTaken });
  }

  /** Adds a run that was created here without a stream of its own. It is followed to its end as well. */
  takeCreated(run: Run): void {
    this.store.upsert(run);
    this.#created.add(run.id);
  }

  noteStarted(runId: string): void {
    // After the session has ended, the connection may have another app.
    if (!this.owned.isDisposed) this.#onStart?.(runId);
  }

  /** Notes that the app doesn't have a run any more. */
  noteLost(runId: string): void {
    this.#gone.fire(runId);
  }
}

/** A run with its input, which a list may leave out: then it is read. @throws ApiError */
export async function wholeRun({ store, api }: Pick<RunsSession, "store" | "api">, id: string): Promise<Run> {
  const run = store.get(id);
  return run?.input === undefined || run.input === null ? (await api()).getRun(id) : run;
}

/** One session per connection, as long as the connection exists, so that a run is followed after a switch, too. */
export class RunsSessions extends Owner {
  readonly #sessions = new Map<string, RunsSession>();
  readonly #make: (connectionId: string) => RunsSession;
  readonly #changed = this.owned.add(new Emitter<string>());
  /** Fires with a connection's id when its runs change. */
  readonly onDidChange = this.#changed.event;
  readonly #whole = this.owned.add(new Emitter<WholeRun & { connectionId: string }>());
  /** Fires with a run that has ended, when every event of it was read. */
  readonly onDidReadWhole = this.#whole.event;
  readonly #gone = this.owned.add(new Emitter<{ connectionId: string; runId: string }>());
  /** Fires when the app says that it doesn't have a run any more. */
  readonly onDidLose = this.#gone.event;

  constructor(make: (connectionId: string) => RunsSession) {
    super();
    this.#make = make;
  }

  get(connectionId: string): RunsSession {
    let session = this.#sessions.get(connectionId);
    if (!session) {
      session = this.#make(connectionId);
      session.store.onDidChange(() => this.#changed.fire(connectionId));
      session.onDidReadWhole((whole) => this.#whole.fire({ ...whole, connectionId }));
      session.onDidLose((runId) => this.#gone.fire({ connectionId, runId }));
      this.#sessions.set(connectionId, session);
    }
    return session;
  }

  /** Ends the session of a connection that was removed or has another app now. */
  end(connectionId: string): void {
    this.#sessions.get(connectionId)?.dispose();
    this.#sessions.delete(connectionId);
  }

  override dispose(): void {
    for (const id of [...this.#sessions.keys()]) this.end(id);
    super.dispose();
  }
}

/** In milliseconds: a list that was read so recently isn't read again, and no delay between two polls is longer. */
const freshTime = 3_000;
const maxRetryDelay = 60_000;

/** Follows runs that were created without a stream to their end, whatever is in view, by shared reads of the list. */
class CreatedRuns extends Poller {
  readonly #store: RunStore;
  readonly #ids = new Set<string>();

  constructor(store: RunStore) {
    super({ poll: () => this.#readEnds(), underWay: maxRetryDelay });
    this.#store = store;
  }

  add(runId: string): void {
    this.#ids.add(runId);
    this.setOn(true);
    this.hurry();
  }

  async #readEnds(): Promise<PollResult> {
    const error = this.#isFresh ? undefined : await this.#store.readUnderWay();
    if (error) return "failed";
    const ended = [...this.#ids].filter((id) => this.#hasEnded(id));
    for (const id of ended) this.#ids.delete(id);
    if (this.#ids.size === 0) this.setOn(false);
    // Only ends count, since each run has one: a run that changes all the time must not cause constant requests.
    return ended.length > 0 ? "changed" : "underWay";
  }

  /** The explorer has just read them. */
  get #isFresh(): boolean {
    const { kind, at = 0 } = this.#store.state;
    const age = Date.now() - at;
    // The clock may have been set back since.
    return kind === "ready" && age >= 0 && age < freshTime;
  }

  /** A run that the store has removed isn't listed by the app any more. */
  #hasEnded(id: string): boolean {
    const run = this.#store.get(id);
    return !run || isTerminal(run.status);
  }
}
