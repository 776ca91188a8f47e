import type { RunsApi } from "../../api/contract.ts";
import type { Run } from "../../api/schemas.ts";
import type { Disposable } from "../../base/disposable.ts";
import { Emitter } from "../../base/emitter.ts";
import { UnconfirmedCreates, type UnconfirmedCreatesOptions } from "../create/unconfirmedCreates.ts";
import { lastSteps } from "../labels/failedNodes.ts";
import { knownEnd } from "../labels/knownEnd.ts";
import { type Attention, fullAttention } from "../live/attention.ts";
import { RunWatcher, type WholeRun } from "../live/runWatcher.ts";
import { CreatedRuns } from "./polling/createdRuns.ts";
import { RunStore, type RunStoreOptions } from "./runStore.ts";
import { UnknownKinds } from "./unknownKinds.ts";

export interface SessionOptions
  extends
    Pick<UnconfirmedCreatesOptions, "wait" | "isTaken">,
    Pick<RunStoreOptions, "pageSize" | "titlePath" | "testOf" | "isByAgent" | "origins"> {
  /** Whether the window has the focus. By default it always counts as focused. */
  attention?: Attention;
}

/** The state of one connection's runs. */
export class RunsSession implements Disposable {
  readonly connectionId: string;
  readonly api: () => Promise<RunsApi>;
  readonly store: RunStore;
  readonly watcher: RunWatcher;
  readonly creates: UnconfirmedCreates;
  readonly unknownKinds = new UnknownKinds();
  readonly #created: CreatedRuns;
  readonly #started = new Emitter<string>();
  /** Fires with the id of a run that was started here. */
  readonly onDidStart = this.#started.event;
  readonly #whole = new Emitter<WholeRun>();
  /** Fires with a run that has ended, when every event of it was read. */
  readonly onDidReadWhole = this.#whole.event;
  readonly #gone = new Emitter<string>();
  /** Fires with the id of a run that the app doesn't have any more. */
  readonly onDidLose = this.#gone.event;

  constructor(
    connectionId: string,
    api: () => Promise<RunsApi>,
    { wait, isTaken, attention = fullAttention, ...known }: SessionOptions = {},
  ) {
    this.connectionId = connectionId;
    this.api = api;
    this.store = new RunStore({ api, ...known });
    this.#created = new CreatedRuns(this.store);
    const onWhole = (whole: WholeRun): void => {
      const { run, runStory } = whole;
      this.store.noteEnd(run.id, knownEnd(run, runStory.story.slice(-lastSteps)));
      this.unknownKinds.note(run.id, runStory.unknownKinds);
      this.#whole.fire(whole);
    };
    const onGone = (id: string): void => this.noteLost(id);
    this.watcher = new RunWatcher({ api, onRun: (run) => this.store.upsert(run), onWhole, onGone, attention });
    this.creates = new UnconfirmedCreates({ api, known: () => this.store.runs(), wait, isTaken });
  }

  /** Adds a run that was created here without a stream of its own. It is followed to its end as well. */
  takeCreated(run: Run): void {
    this.store.upsert(run);
    this.#created.add(run.id);
  }

  noteStarted(runId: string): void {
    this.#started.fire(runId);
  }

  /** Notes that the app doesn't have a run any more. */
  noteLost(runId: string): void {
    this.#gone.fire(runId);
  }

  dispose(): void {
    this.#started.dispose();
    this.#whole.dispose();
    this.#gone.dispose();
    this.#created.dispose();
    this.watcher.dispose();
    this.store.dispose();
  }
}

/** One session per connection, as long as the connection exists, so that a run is followed after a switch, too. */
export class RunsSessions implements Disposable {
  readonly #sessions = new Map<string, RunsSession>();
  readonly #make: (connectionId: string) => RunsSession;
  readonly #changed = new Emitter<string>();
  readonly #started = new Emitter<{ connectionId: string; runId: string }>();
  /** Fires with a connection's id when its runs change. */
  readonly onDidChange = this.#changed.event;
  /** Fires when a run was started here. */
  readonly onDidStart = this.#started.event;
  readonly #whole = new Emitter<WholeRun & { connectionId: string }>();
  /** Fires with a run that has ended, when every event of it was read. */
  readonly onDidReadWhole = this.#whole.event;
  readonly #gone = new Emitter<{ connectionId: string; runId: string }>();
  /** Fires when the app says that it doesn't have a run any more. */
  readonly onDidLose = this.#gone.event;

  constructor(make: (connectionId: string) => RunsSession) {
    this.#make = make;
  }

  get(connectionId: string): RunsSession {
    let session = this.#sessions.get(connectionId);
    if (!session) {
      session = this.#make(connectionId);
      session.store.onDidChange(() => this.#changed.fire(connectionId));
      session.onDidStart((runId) => this.#started.fire({ connectionId, runId }));
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

  dispose(): void {
    for (const id of [...this.#sessions.keys()]) this.end(id);
    this.#changed.dispose();
    this.#started.dispose();
    this.#whole.dispose();
    this.#gone.dispose();
  }
}
