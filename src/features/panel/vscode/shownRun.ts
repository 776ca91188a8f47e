/**
 * A run on a page.
 *
 * The events of a long run don't fit into memory. What leaves the log keeps two bytes (`runs/live/eventTraces.ts`),
 * and `pastEvents.ts` reads it again when a reader scrolls there. The story stays complete: steps that haven't changed
 * for a while are compressed (`runs/story/stepList.ts`).
 *
 * A new panel gets a snapshot with the beginning, and the rest as fast as it draws (`snapshotRest.ts`). A hidden panel
 * gets nothing; `page/state/savedPlaces.ts` restores the reader's place. In a flood of events, batches get larger
 * and the panel draws ten times a second.
 *
 * `runs/story/app/appMessage.ts` is the only file that knows the messages of the SDK. Unknown ones stay raw;
 * docs/story.md lists what each event becomes. A value over 2 MB is left out until the reader asks for it
 * (`json/jsonView.ts`). A file in a run is base64 in `{content, size}`, anywhere: `runs/resultFiles/withoutBytes.ts`
 * puts words in place of the content before anything is kept, and *Save…* reads the bytes again. Copies, documents and
 * files come from the extension's run, not from the panel.
 */
import type { Run } from "../../../api/schemas.ts";
import { type Disposable, DisposableStore } from "../../../base/disposable.ts";
import { onUnexpectedError } from "../../../base/unexpectedError.ts";
import type { Attachment, AttachmentState } from "../../../runs/create/sentFiles.ts";
import type { RunWatch } from "../../../runs/live/runWatcher.ts";
import type { AnswerMessage } from "../../inputRequests/page/answerMessage.ts";
import { InputRequestsPresenter } from "../../inputRequests/vscode/inputRequestsPresenter.ts";
import type { GoldenView } from "../page/goldenViews.ts";
import type { HostMessage, PanelMemory, PanelMessage } from "../page/messages.ts";
import type { AttachmentView } from "../page/valueViews.ts";
import { EventsSearch } from "./events/eventsSearch.ts";
import type { PanelConnection } from "./headerView.ts";
import { PanelFeed, type PanelUpdate } from "./panelFeed.ts";
import type { RunPlace } from "./panelSlots.ts";
import type { RunMarks } from "./panelSlots.ts";
import { usePart } from "./partActions.ts";
import type { RunPanelServices } from "./runPanelServices.ts";
import { RunPresenter } from "./runPresenter.ts";

/**
 * A run as a page shows it, from the page's message `ready` until it is hidden: in a panel of its own, or in a turn of a
 * conversation. While it is hidden, it costs nothing.
 */
export class ShownRun implements Disposable {
  readonly memory: PanelMemory;
  readonly #services: RunPanelServices;
  readonly #post: (message: HostMessage) => void;
  readonly #onTitle: (title: string) => void;
  readonly #feed: PanelFeed;
  /** Whether the page listens, or loads and will. */
  #isReady = false;
  /** Whether the page loads, and will find everything that it needs when it listens. */
  #isAhead = false;
  #watch: RunWatch | undefined;
  #presenter: RunPresenter | undefined;
  #search: EventsSearch | undefined;
  /** The step that is to be shown as soon as the run is there, by the sequence of its event. */
  #wanted: { sequence: number; isOpening?: true } | undefined;
  /** The step that was shown last, until the page says that the reader is there: VS Code may load the page again. */
  #standsAt: { sequence: number } | undefined;
  #requests: InputRequestsPresenter | undefined;
  #golden: MarksPart | undefined;
  #attachments: AttachmentsPart | undefined;

  /** @param post takes messages for the page, which are lost while it doesn't listen */
  constructor(
    memory: PanelMemory,
    services: RunPanelServices,
    post: (message: HostMessage) => void,
    onTitle: (title: string) => void = () => undefined,
  ) {
    this.memory = memory;
    this.#services = services;
    this.#post = post;
    this.#onTitle = onTitle;
    this.#feed = new PanelFeed(post);
  }

  get run(): Run | undefined {
    return this.#watch?.run;
  }

  /** Watches the run. @param isAhead whether messages are kept for the page, which still loads */
  start(isAhead: boolean): void {
    this.#isAhead = isAhead;
    if (isAhead) this.#begin();
    this.#connect();
  }

  /** Watches the run again, after its connection's address has changed. */
  connect(): void {
    if (this.#watch) this.#connect();
  }

  #connect(): void {
    this.#release();
    const watch = this.#services.watch(this.memory);
    const connection = (): PanelConnection => this.#services.connection(this.memory);
    const { connectionId } = this.memory;
    const inputRequests = {
      service: this.#services.answers,
      connectionId,
      watch,
      canAnswer: () => connection().exists,
    };
    const requests = new InputRequestsPresenter(inputRequests, () => this.#draw(presenter.updateRequests()));
    const attachments = new AttachmentsPart(
      () => this.#services.attachments(this.memory),
      () => this.#draw(presenter.updateAttachments()),
    );
    const golden = (): GoldenView | undefined => this.#golden?.view;
    const presenter = new RunPresenter(watch, connection, requests, golden, () => attachments.views);
    const search = new EventsSearch(watch, (message) => this.#post(message));
    this.#watch = watch;
    this.#requests = requests;
    this.#presenter = presenter;
    this.#search = search;
    this.#attachments = attachments;
    watch.onDidChange((change) => {
      search.note(change);
      if (this.#isReady) this.#draw(presenter.update(change));
      else presenter.note(change);
      // Events come by the thousand a second, and change neither the title nor what the list knows.
      if (change.kind === "events") return;
      this.#name(presenter);
      this.#services.onLook();
    });
    this.#name(presenter);
    const { marks } = this.#services.slots;
    const onChange = (): void => this.#draw(presenter.updateGolden());
    if (marks) this.#golden = new MarksPart({ marks, place: this.memory, watch, onChange });
    this.#show();
  }

  updateConnection(): void {
    if (!this.#presenter) return;
    this.#draw(this.#presenter.updateConnection());
    this.#name(this.#presenter);
  }

  /** Until the run of an app is read, its tab keeps the name that its address says. */
  #name(presenter: RunPresenter): void {
    if (this.#watch?.run || this.memory.file !== undefined) this.#onTitle(presenter.tabTitle);
  }

  /** Shows a step of the story, by the sequence of the event that began it. */
  goTo(sequence: number): void {
    this.#wanted = { sequence };
    this.#goToWanted();
  }

  /** The same for a page that is new, unless it was restored and the reader has gone on since. */
  openAt(sequence: number): void {
    this.#wanted = { sequence, isOpening: true };
    this.#goToWanted();
  }

  dispose(): void {
    this.#release();
    this.#watch = undefined;
  }

  /** The page is gone, and will be loaded again when it is shown. */
  hide(): void {
    this.#isReady = false;
    this.#isAhead = false;
    this.#search?.stop();
    this.#feed.close();
  }

  #release(): void {
    this.#watch?.dispose();
    this.#search?.stop();
    this.#requests?.dispose();
    this.#golden?.dispose();
    this.#attachments?.dispose();
    this.#feed.close();
  }

  /** Begins with a page that was just loaded. */
  #begin(): void {
    this.#isReady = true;
    const places = this.#services.places(this.memory);
    this.#wanted ??= this.#standsAt;
    if (places) this.#post({ type: "places", places });
  }

  #draw(update: PanelUpdate | "reopen"): void {
    if (update === "reopen") this.#show();
    else this.#feed.push(update);
  }

  /** Sends everything to a panel that was hidden, or that shows something else now. A delta wouldn't be enough. */
  #show(): void {
    const presenter = this.#presenter;
    if (!presenter || !this.#isReady) return;
    const whole = presenter.whole();
    if ("type" in whole) {
      this.#feed.close();
      this.#post(whole);
    } else {
      this.#feed.open(whole);
      this.#goToWanted();
    }
  }

  #goToWanted(): void {
    if (!this.#isReady || this.#wanted === undefined || !this.run) return;
    this.#post({ type: "goTo", ...this.#wanted });
    this.#standsAt = this.#wanted;
    this.#wanted = undefined;
  }

  #use(message: Parameters<typeof usePart>[0]): void {
    const presenter = this.#presenter;
    const watch = this.#watch;
    if (!presenter || !watch) return;
    const post = (answer: HostMessage): void => {
      if (this.#isReady && presenter === this.#presenter) this.#post(answer);
    };
    usePart(message, { watch, presenter, services: this.#services, draw: (update) => this.#draw(update), post });
  }

  async #showEvents(message: Extract<PanelMessage, { type: "showEvent" | "loadRows" | "loadGap" }>): Promise<void> {
    const presenter = this.#presenter;
    if (!presenter) return;
    const { events } = presenter;
    const isShown = (): boolean => this.#isReady && presenter === this.#presenter;
    if (message.type === "loadGap") {
      const { from, to } = message;
      return await events.loadGap({ from, to }, () => isShown() && this.#draw(presenter.updateMarks()));
    }
    const { sequence } = message;
    const answer = await (message.type === "showEvent" ? events.message(sequence) : events.pastRows(sequence));
    if (isShown()) this.#post(answer);
  }

  #answer(message: AnswerMessage): void {
    const update = takeAnswer(message, this.#requests, (act) => this.#services.act(act, this.memory));
    if (update && this.#presenter) this.#draw(this.#presenter.updateRequests());
  }

  receive(message: PanelMessage): void {
    switch (message.type) {
      case "ready":
        if (!this.#isAhead) {
          this.#begin();
          if (this.#watch) this.#show();
          else this.#connect();
        }
        this.#isAhead = false;
        return;
      case "places":
        this.#standsAt = undefined;
        this.#services.keepPlaces(this.memory, message.places);
        return;
      case "ack":
        this.#feed.acknowledge(message.batch);
        return;
      case "showEvent":
      case "loadRows":
      case "loadGap":
        void this.#showEvents(message);
        return;
      case "search":
        this.#search?.start(message.query);
        return;
      case "searchPast":
        void this.#search?.searchPast();
        return;
      case "useEvent":
      case "useCall":
      case "useValue":
      case "useFile":
        this.#use(message);
        return;
      case "action":
        if (message.action === "retry") this.#watch?.retry();
        else this.#services.act(message, this.memory);
        return;
      case "draft":
      case "answer":
      case "dismissRequest":
      case "answerInEditor":
      case "openLiveView":
        this.#answer(message);
        return;
      case "openFrame": {
        const frame = this.#presenter?.story.ownFrame(message.id, message.frame);
        if (frame) this.#services.act({ type: "openFile", path: frame.file, line: frame.line }, this.memory);
        return;
      }
      case "openAttachment":
        void this.#attachments?.open(message.index, (path) =>
          this.#services.act({ type: "openFile", path }, this.memory),
        );
        return;
      case "copy":
      case "openLink":
        this.#services.act(message, this.memory);
    }
  }
}

/** Does what a panel asks for with an input request. @returns whether the requests have to be drawn again */
function takeAnswer(
  message: AnswerMessage,
  requests: InputRequestsPresenter | undefined,
  act: (action: Parameters<RunPanelServices["act"]>[0]) => void,
): boolean {
  const { requestId } = message;
  switch (message.type) {
    case "draft":
      requests?.setDraft(requestId, message.draft);
      return false;
    case "answer":
      void requests?.answer(requestId, message.draft, message.decision);
      return false;
    case "dismissRequest":
      requests?.dismiss(requestId);
      return true;
    case "answerInEditor": {
      const ref = requests?.ref(requestId);
      if (ref) act({ type: "answerInEditor", requestId: ref.requestId, asked: ref.asked });
      return false;
    }
    case "openLiveView": {
      const address = requests?.liveBrowser(requestId);
      if (address !== undefined) act({ type: "openLiveView", address });
      return false;
    }
  }
}

interface MarksPartOptions {
  marks: RunMarks;
  place: RunPlace;
  watch: RunWatch;
  onChange: () => void;
}

/** What another feature shows in the panel of a run. It is known when the run has ended. */
class MarksPart implements Disposable {
  readonly #options: MarksPartOptions;
  readonly #owned = new DisposableStore();
  #view: GoldenView | undefined;
  /** Of several reads the last one counts. */
  #reads = 0;

  constructor(options: MarksPartOptions) {
    this.#options = options;
    this.#owned.add(options.marks.onDidChange(() => void this.#read()));
    options.watch.onDidChange(({ kind }) => {
      if (kind === "state") void this.#read();
    });
    void this.#read();
  }

  get view(): GoldenView | undefined {
    return this.#view;
  }

  dispose(): void {
    this.#reads = Infinity;
    this.#owned.dispose();
  }

  async #read(): Promise<void> {
    const { marks, place, watch, onChange } = this.#options;
    const read = ++this.#reads;
    const view = await marks.view(place, watch);
    if (read !== this.#reads || (view === undefined && this.#view === undefined)) return;
    this.#view = view;
    onChange();
  }
}

/** Why a file that the run was started with can't be opened, for a person. */
const attachmentNotes: Record<AttachmentState, string | undefined> = {
  same: undefined,
  changed: "changed since",
  gone: "no longer there",
  elsewhere: "not from a file",
  upload: "upload",
};

/** The files that the run of a panel was started with. They are looked at when it opens, and before one is opened. */
class AttachmentsPart implements Disposable {
  readonly #read: () => Promise<readonly Attachment[]>;
  readonly #onChange: () => void;
  #found: readonly Attachment[] = [];
  #isOver = false;

  constructor(read: () => Promise<readonly Attachment[]>, onChange: () => void) {
    this.#read = read;
    this.#onChange = onChange;
    void this.#look();
  }

  get views(): readonly AttachmentView[] {
    return this.#found.map(({ name, size, state }) => {
      const note = attachmentNotes[state];
      return { name, size, note };
    });
  }

  /** Opens one if it is still as it was sent. Otherwise the panel says why not. */
  async open(index: number, open: (path: string) => void): Promise<void> {
    await this.#look();
    const path = this.#found[index]?.path;
    if (path !== undefined) open(path);
  }

  dispose(): void {
    this.#isOver = true;
  }

  async #look(): Promise<void> {
    try {
      const found = await this.#read();
      if (this.#isOver || (found.length === 0 && this.#found.length === 0)) return;
      this.#found = found;
      this.#onChange();
    } catch (error) {
      onUnexpectedError(error);
    }
  }
}
