/**
 * A run on a page.
 *
 * The events of a long run don't fit into memory. What leaves the log keeps two bytes (`runs/live/eventTraces.ts`),
 * and `pastEvents.ts` reads it again when a reader scrolls there. The story stays complete: steps that haven't changed
 * for a while are compressed (`runs/story/stepList.ts`).
 *
 * A new panel gets a snapshot with the beginning, and the rest as fast as it draws (`snapshotRest.ts`). A hidden panel
 * gets nothing; `page/state/savedPositions.ts` restores where the reader was. In a flood of events, batches get larger
 * and the panel draws ten times a second.
 *
 * `runs/story/app/appMessage.ts` is the only file that knows the messages of the SDK. Unknown ones stay raw;
 * docs/story.md lists what each event becomes. A value over 2 MB is left out until the reader asks for it
 * (`json/jsonView.ts`). A file in a run is base64 in `{content, size}`, anywhere: `runs/resultFiles/withoutBytes.ts`
 * puts words in place of the content before anything is kept, and *Save…* reads the bytes again. Copies, documents and
 * files come from the extension's run, not from the panel.
 */

import type { Run } from "#api/schemas.ts";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { statusFacts } from "#model/status.ts";
import type { Attachment, AttachmentState } from "#runs/create/sentFiles.ts";
import type { RunWatch } from "#runs/live/runWatcher.ts";
import type { AnswerMessage } from "#workbench/inputRequests/page/answerMessage.ts";
import { InputRequestsPresenter } from "#workbench/inputRequests/vscode/inputRequestsPresenter.ts";
import type { HostMessage, PanelMemory, PanelMessage } from "#workbench/panel/page/messages.ts";
import type { NoteView } from "#workbench/panel/page/noteViews.ts";
import { EventsSearch } from "./events/eventsSearch.ts";
import type { PanelConnection } from "./headerView.ts";
import { PanelFeed, type PanelUpdate } from "./panelFeed.ts";
import { usePart } from "./partActions.ts";
import type { RunPanelServices } from "./runPanelServices.ts";
import type { RunNotes, RunRef } from "./runPoints.ts";
import { RunPresenter } from "./runPresenter.ts";
import { CallsSearch } from "./story/callsSearch.ts";

/** What the tab of a run says. */
interface TabName {
  title: string;
  /** The codicon of its status; `undefined` for that of any run. */
  icon: string | undefined;
}

/** What follows the run, until its connection has another address. */
interface Followed {
  watch: RunWatch;
  presenter: RunPresenter;
  search: EventsSearch;
  calls: CallsSearch;
  requests: InputRequestsPresenter;
  /** The files that the run was started with, as they were looked at last. */
  attachments: readonly Attachment[];
  owned: DisposableStore;
}

/**
 * A run as a page shows it, from the page's message `ready` until it is hidden: in a panel of its own, or in a turn of a
 * conversation. While it is hidden, it costs nothing.
 */
export class ShownRun implements Disposable {
  readonly memory: PanelMemory;
  readonly #services: RunPanelServices;
  readonly #post: (message: HostMessage) => void;
  readonly #onName: (name: TabName) => void;
  readonly #feed: PanelFeed;
  /** Whether the page listens, or loads and will. */
  #isReady = false;
  /** Whether the page loads, and will find everything that it needs when it listens. */
  #isAhead = false;
  #followed: Followed | undefined;
  /** The step that is to be shown as soon as the run is there, by the sequence of its event. */
  #pendingStep: { sequence: number; isOpening?: true } | undefined;
  /** The step that was shown last, until the page says that the reader is there: VS Code may load the page again. */
  #standsAt: { sequence: number } | undefined;

  /** @param post takes messages for the page, which are lost while it doesn't listen */
  constructor(
    memory: PanelMemory,
    services: RunPanelServices,
    post: (message: HostMessage) => void,
    onName: (name: TabName) => void = () => undefined,
  ) {
    this.memory = memory;
    this.#services = services;
    this.#post = post;
    this.#onName = onName;
    this.#feed = new PanelFeed(post);
  }

  get run(): Run | undefined {
    return this.#followed?.watch.run;
  }

  /** Watches the run. @param isAhead whether messages are kept for the page, which still loads */
  start(isAhead: boolean): void {
    this.#isAhead = isAhead;
    if (isAhead) this.#begin();
    this.#connect();
  }

  /** Watches the run again, after its connection's address has changed. */
  connect(): void {
    if (this.#followed) this.#connect();
  }

  #connect(): void {
    this.dispose();
    const { memory } = this;
    const services = this.#services;
    const owned = new DisposableStore();
    const watch = owned.add(services.watch(memory));
    const connection = (): PanelConnection => services.connection(memory);
    const { connectionId } = memory;
    const canAnswer = (): boolean => connection().exists;
    const requests = owned.add(
      new InputRequestsPresenter({ service: services.answers, connectionId, watch, canAnswer }, () =>
        this.#draw(presenter.updateRequests()),
      ),
    );
    const presenter = new RunPresenter(watch, connection, requests);
    const post = (message: HostMessage): void => this.#post(message);
    const search = new EventsSearch(watch, post);
    const calls = new CallsSearch({ watch, words: (call) => presenter.story.callWords(call), post });
    const followed: Followed = { watch, presenter, search, calls, requests, attachments: [], owned };
    this.#followed = followed;
    void this.#lookAtAttachments(followed);
    watch.onDidChange((change) => {
      search.note(change);
      calls.note(change);
      if (this.#isReady) this.#draw(presenter.update(change));
      else presenter.note(change);
      // Events come by the thousand a second, and change neither the title nor what the list knows.
      if (change.kind === "events") return;
      this.#name();
      services.onLook();
    });
    this.#name();
    owned.add(followNotes(services.notes(), memory, watch, (notes) => this.#draw(presenter.add({ notes }))));
    for (const sources of services.sources())
      owned.add(sources.onDidChange((changed) => changed === connectionId && this.#draw("reopen")));
    this.#show();
  }

  updateConnection(): void {
    if (!this.#followed) return;
    this.#draw(this.#followed.presenter.updateConnection());
    this.#name();
  }

  /** Nothing turns in a tab, and a run from a file keeps what says so. */
  get #icon(): string | undefined {
    if (!this.run || this.memory.file !== undefined) return undefined;
    const { icon } = statusFacts(this.run.status);
    return icon === "loading" ? undefined : icon;
  }

  /** Until the run of an app is read, its tab keeps the name that its address says. */
  #name(): void {
    if (!this.#followed || (!this.run && this.memory.file === undefined)) return;
    this.#onName({ title: this.#followed.presenter.tabTitle, icon: this.#icon });
  }

  /**
   * Shows a step of the story, by the sequence of the event that began it.
   *
   * @param isOpening for a page that is new, unless it was restored and the reader has gone on since
   */
  goTo(sequence: number, isOpening?: true): void {
    this.#pendingStep = { sequence, isOpening };
    this.#goToWanted();
  }

  dispose(): void {
    this.#followed?.owned.dispose();
    this.#stopSearches();
    this.#followed = undefined;
    this.#feed.close();
  }

  /** The page is gone, and will be loaded again when it is shown. */
  hide(): void {
    this.#isReady = false;
    this.#isAhead = false;
    this.#stopSearches();
    this.#feed.close();
  }

  #stopSearches(): void {
    this.#followed?.search.stop();
    this.#followed?.calls.stop();
  }

  /** Begins with a page that was just loaded. */
  #begin(): void {
    this.#isReady = true;
    const places = this.#services.readingState(this.memory);
    this.#pendingStep ??= this.#standsAt;
    if (places) this.#post({ type: "places", places });
  }

  #draw(update: PanelUpdate | "reopen"): void {
    if (update === "reopen") this.#show();
    else this.#feed.push(update);
  }

  /** Sends everything to a panel that was hidden, or that shows something else now. A delta wouldn't be enough. */
  #show(): void {
    if (!this.#followed || !this.#isReady) return;
    const whole = this.#followed.presenter.whole();
    if ("type" in whole) {
      this.#feed.close();
      this.#post(whole);
    } else {
      this.#feed.open(whole);
      this.#goToWanted();
    }
  }

  #goToWanted(): void {
    if (!this.#isReady || this.#pendingStep === undefined || !this.run) return;
    this.#post({ type: "goTo", ...this.#pendingStep });
    this.#standsAt = this.#pendingStep;
    this.#pendingStep = undefined;
  }

  /** Looks at the attachments: when the run opens, and before one is opened. */
  async #lookAtAttachments(followed: Followed): Promise<void> {
    try {
      const found = await this.#services.attachments(this.memory);
      if (followed !== this.#followed || (found.length === 0 && followed.attachments.length === 0)) return;
      followed.attachments = found;
      const attachments = found.map(({ name, size, state }) => ({ name, size, note: attachmentNotes[state] }));
      this.#draw(followed.presenter.add({ attachments }));
    } catch (error) {
      onUnexpectedError(error);
    }
  }

  /** Opens an attachment if it is still as it was sent. Otherwise the panel says why not. */
  async #openAttachment(followed: Followed, index: number): Promise<void> {
    await this.#lookAtAttachments(followed);
    const path = followed.attachments[index]?.path;
    if (path !== undefined) this.#act({ type: "openFile", path });
  }

  #act(action: Parameters<RunPanelServices["act"]>[0]): void {
    this.#services.act(action, this.memory);
  }

  receive(message: PanelMessage): void {
    if (message.type === "ready") {
      if (!this.#isAhead) {
        this.#begin();
        if (this.#followed) this.#show();
        else this.#connect();
      }
      this.#isAhead = false;
    } else if (message.type === "places") {
      this.#standsAt = undefined;
      this.#services.keepReadingState(this.memory, message.places);
    } else if (message.type === "copy" || message.type === "openLink") {
      this.#act(message);
    } else if (this.#followed) this.#receive(message, this.#followed);
  }

  #receive(
    message: Exclude<PanelMessage, { type: "ready" | "places" | "copy" | "openLink" }>,
    followed: Followed,
  ): void {
    const { presenter, search, calls, watch } = followed;
    const { events, story } = presenter;
    /** What was asked for is late if the page is gone, or if the run is followed anew. */
    const isShown = (): boolean => this.#isReady && followed === this.#followed;
    const post = (answer: HostMessage): void => {
      if (isShown()) this.#post(answer);
    };
    const draw = (update: PanelUpdate | "reopen"): void => this.#draw(update);
    switch (message.type) {
      case "ack":
        return this.#feed.acknowledge(message.batch);
      case "showEvent":
        return void events.message(message.sequence).then(post);
      case "loadRows":
        return void events.pastRows(message.sequence).then(post);
      case "loadGap":
        return void events.loadGap(message, () => isShown() && draw(presenter.updateMarks()));
      case "search":
        return search.start(message.query);
      case "searchCalls":
        return calls.start(message.query);
      case "searchPast":
        return void search.searchPast();
      case "useEvent":
      case "useCall":
      case "useValue":
      case "useFile":
        return usePart(message, { watch, presenter, services: this.#services, draw, post });
      case "action":
        return message.action === "retry" ? watch.retry() : this.#act(message);
      case "act":
        return this.#act(message);
      case "openFrame": {
        const frame = story.ownFrame(message.id, message.frame);
        return frame && this.#act({ type: "openFile", path: frame.file, line: frame.line });
      }
      case "openSource": {
        const { ownPath, sourceOf } = this.#services.connection(this.memory);
        const location = sourceOf?.(message);
        if (location && ownPath?.(location.file) !== undefined)
          this.#act({ type: "openFile", path: location.file, line: location.line });
        return;
      }
      case "openAttachment":
        return void this.#openAttachment(followed, message.index);
      default:
        return this.#answer(message, followed);
    }
  }

  /** Does what a panel asks for with an input request. */
  #answer(message: AnswerMessage, { requests, presenter }: Followed): void {
    const { requestId } = message;
    switch (message.type) {
      case "draft":
        return requests.setDraft(requestId, message.draft);
      case "answer":
        return void requests.answer(requestId, message.draft, message.decision);
      case "dismissRequest":
        requests.dismiss(requestId);
        return this.#draw(presenter.updateRequests());
      case "answerInEditor": {
        const ref = requests.ref(requestId);
        return ref && this.#act({ type: "answerInEditor", requestId: ref.requestId, asked: ref.asked });
      }
      case "openLiveView": {
        const address = requests.liveBrowser(requestId);
        if (address !== undefined) this.#act({ type: "openLiveView", address });
      }
    }
  }
}

/** Follows what features know of a run, in their order. */
function followNotes(
  all: readonly RunNotes[],
  ref: RunRef,
  watch: RunWatch,
  onChange: (notes: NoteView[]) => void,
): Disposable {
  const owned = new DisposableStore();
  const noteViews = new Map<RunNotes, NoteView | undefined>();
  for (const notes of all) {
    const onNote = (note: NoteView | undefined): void => {
      noteViews.set(notes, note);
      onChange(all.flatMap((each) => noteViews.get(each) ?? []));
    };
    owned.add(followNote(notes, ref, watch, onNote));
  }
  return owned;
}

/** Follows what one feature knows of a run, which is known when the run has ended. */
function followNote(
  notes: RunNotes,
  ref: RunRef,
  watch: RunWatch,
  onChange: (note: NoteView | undefined) => void,
): Disposable {
  /** Of several reads the last one counts. */
  let reads = 0;
  let lastNote: NoteView | undefined;
  const read = async (): Promise<void> => {
    const number = ++reads;
    const note = await notes.view(ref, watch);
    if (number !== reads || (note === undefined && lastNote === undefined)) return;
    lastNote = note;
    onChange(note);
  };
  const changes = notes.onDidChange(() => void read());
  watch.onDidChange(({ kind }) => kind === "state" && void read());
  void read();
  return {
    dispose() {
      reads = Infinity;
      changes.dispose();
    },
  };
}

/** Why a file that the run was started with can't be opened, for a person. */
const attachmentNotes: Record<AttachmentState, string | undefined> = {
  same: undefined,
  changed: "changed since the run",
  gone: "no longer exists",
  elsewhere: "no local file",
  upload: "upload",
};
