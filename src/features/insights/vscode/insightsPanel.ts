import { SpacedTask } from "#base/spacedTask.ts";
import { csvText } from "#base/text/csv.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { isBehind } from "#features/insights/core/runsBehind.ts";
import type {
  CauseAction,
  InsightsChoice,
  InsightsHostMessage,
  InsightsMemory,
  InsightsPageMessage,
} from "#features/insights/page/messages.ts";
import type { SearchedIndex } from "#features/search/vscode/searchInput.ts";
import type { GivenRuns } from "#features/search/vscode/searchResults.ts";
import { PagePanel, type PageWebview } from "#host/pages/pagePanel.ts";
import { isZone, rangeStart } from "#runs/facts/buckets.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import { type Cause, causeTitle } from "#runs/failures/causes.ts";
import type { KnownCauses } from "#runs/failures/knownCauses.ts";
import type { PageProblem } from "#ui/pageMessages.ts";
import type { ActView } from "#workbench/core/acts.ts";
import { csvRows } from "./insightsCsv.ts";
import type { InsightsFacts, KnownFacts } from "./insightsFacts.ts";
import { filteredFacts, type InsightsFilter, readFilter } from "./insightsFilter.ts";
import { insightsPage } from "./insightsPage.ts";
import { progressOf } from "./insightsProgress.ts";
import { type Insights, insightsOf } from "./insightsView.ts";

export interface InsightsServices {
  facts: InsightsFacts;
  known: KnownCauses;
  /** The app's name, and whether it is marked as production; `undefined` after its connection was removed. */
  appOf: (connectionId: string) => { name: string; isProduction: boolean; opensConversations?: boolean } | undefined;
  showRuns: (given: GivenRuns) => void;
  /** @param run.title names the tab of a run that only the local index knows */
  openRun: (run: { connectionId: string; runId: string; title?: string }) => void;
  openConversation: (of: { connectionId: string; userId: string }) => void;
  actOnCause: (action: Exclude<CauseAction, "showRuns">, connectionId: string, cause: Cause) => void;
  /** What other features do with a cause. */
  causeActs: (connectionId: string, cause: Cause) => ActView[];
  runCauseAct: (act: string, connectionId: string, cause: Cause) => void;
  /** Asks for a filter with the completions of a search. @returns `undefined` when dismissed */
  askFilter: (text: string, index: SearchedIndex) => Promise<string | undefined>;
  /** Saves a file that the person chooses the place of. */
  save: (name: string, content: string) => void;
}

/** In milliseconds: the least time between two updates. Runs may arrive by the hundred. */
const updateInterval = 1_000;
const firstChoice: InsightsChoice = { range: "14d", filter: "" };
const removedFailure: PageProblem<never> = {
  kind: "no-connection",
  title: insightsPage.failure,
  text: [{ text: "This connection was removed." }],
  actions: [],
};

/** One webview with the figures of one connection's runs. While it is hidden, it computes and sends nothing. */
export class InsightsPanel extends PagePanel<InsightsMemory, InsightsPageMessage, InsightsHostMessage> {
  readonly #services: InsightsServices;
  readonly #update: SpacedTask;
  #choice = firstChoice;
  /** The choice whose range is read, or was. */
  #covered: InsightsChoice | undefined;
  #zone = "UTC";
  #insights: Insights | undefined;
  #known: KnownFacts | undefined;
  #turn = 0;
  #shownTurn = 0;

  constructor(shown: PageWebview<InsightsMemory, InsightsPageMessage>, services: InsightsServices) {
    super(shown);
    this.#services = services;
    this.#update = this.owned.add(new SpacedTask(() => this.#showSafely(), updateInterval));
    const changed = (id: string): void => {
      if (id === this.#id && this.isReady) this.#update.ask();
    };
    this.owned.add(services.facts.onDidChange(changed));
    this.owned.add(services.known.onDidChange(changed));
    services.known.look(this.#id);
    this.updateConnection();
  }

  get #id(): string {
    return this.memory.connectionId;
  }

  /** A hidden page shows nothing, so nothing is read for it. It reads on when it is shown again. */
  protected override viewChanged(): void {
    if (this.isVisible) return;
    this.#covered = undefined;
    this.#services.facts.pause(this.#id);
  }

  override updateConnection(): void {
    const app = this.#services.appOf(this.#id);
    if (app) this.title = `Insights: ${app.name}`;
    if (this.isReady) this.#update.ask();
  }

  #showSafely(): void {
    this.load(() => this.#show()).catch((error: unknown) => {
      this.#covered = undefined;
      onUnexpectedError(error);
    });
  }

  async #show(): Promise<void> {
    const app = this.#services.appOf(this.#id);
    if (!app) return this.post({ type: "pageProblem", problem: removedFailure });
    const { facts } = this.#services;
    const choice = this.#choice;
    const turn = ++this.#turn;
    this.#cover(choice);
    const known = await facts.read(this.#id);
    const filter = await readFilter(choice.filter, Date.now(), facts.filterIndex(this.#id));
    const insights = this.#insightsOf(known, filter, choice);
    // Hidden in the meantime: what the page has missed comes when it is shown again. Another choice is shown by itself.
    if (!this.isReady || choice !== this.#choice || turn < this.#shownTurn) return;
    this.#shownTurn = turn;
    this.#known = known;
    this.#insights = insights;
    const { view, causes } = insights;
    const head = { app: app.name, isProduction: app.isProduction, opensConversations: app.opensConversations };
    const progress = progressOf(known, { range: choice.range, since: this.#startOf(choice), now: Date.now() });
    const withActs = view.causes.map((cause, at) => ({
      ...cause,
      acts: this.#services.causeActs(this.#id, causes[at]!),
    }));
    this.post({ type: "view", view: { ...head, ...progress, ...view, causes: withActs } });
    this.#services.known.shown(this.#id, causes);
  }

  /** Has the runs of a range read, once after each choice. A failure is among what is known. */
  #cover(choice: InsightsChoice): void {
    if (this.#covered === this.#choice) return;
    this.#covered = this.#choice;
    this.#services.facts.cover(this.#id, this.#startOf(choice)).catch(onUnexpectedError);
  }

  #startOf({ range }: InsightsChoice): number {
    return rangeStart(range, Date.now(), this.#zone) ?? -Infinity;
  }

  #insightsOf({ facts, since }: KnownFacts, filter: InsightsFilter, choice: InsightsChoice): Insights {
    const { known } = this.#services;
    const marks = {
      isNew: ({ id }: Cause) => known.isNew(this.#id, id),
      note: ({ id }: Cause) => known.known(this.#id, id)?.note,
    };
    return insightsOf({ facts, since, marks, filter, now: Date.now(), zone: this.#zone }, choice);
  }

  protected override receive(message: InsightsPageMessage): void {
    const { facts } = this.#services;
    switch (message.type) {
      case "ready":
        if (isZone(message.zone)) this.#zone = message.zone;
        this.#choice = { ...(message.choice ?? this.#choice) };
        return this.#showSafely();
      case "choose":
        this.#choice = message.choice;
        return this.#showSafely();
      case "completeFilter":
        this.#completeFilter(message.text).catch(onUnexpectedError);
        return;
      case "load":
        // A failure is among what is shown.
        facts.load(this.#id, { range: this.#choice.range, since: this.#startOf(this.#choice) }).catch(() => undefined);
        return;
      case "cancel":
        facts.cancel(this.#id).catch(onUnexpectedError);
        return;
      case "retry":
        this.#covered = undefined;
        return this.#showSafely();
      default:
        if (this.#insights) this.#act(message, this.#insights);
    }
  }

  #act(
    message: Extract<
      InsightsPageMessage,
      { type: "openRun" | "showRuns" | "openConversation" | "showCauses" | "cause" | "causeAct" | "saveTable" }
    >,
    insights: Insights,
  ): void {
    const connectionId = this.#id;
    switch (message.type) {
      case "openRun": {
        const { title } = insights.runs.find(({ id }) => id === message.runId) ?? {};
        return this.#services.openRun({ connectionId, runId: message.runId, title });
      }
      case "showRuns":
        return this.#showRuns(message, insights);
      case "openConversation": {
        const users = insights.cards.find(({ view }) => view.id === "users");
        const userId = users?.behind(message.row, undefined).user;
        if (userId !== undefined) this.#services.openConversation({ connectionId, userId });
        return;
      }
      case "showCauses": {
        const causes = insights.causes.filter(({ id }) => message.ids.includes(id));
        const since = insights.view.split ? ` since ${insights.view.split.name}` : "";
        const runs = causes.flatMap((cause) => cause.runs);
        return this.#showGiven(`New causes${since}`, runs);
      }
      case "cause": {
        const cause = insights.causes.find(({ id }) => id === message.id);
        if (!cause) return;
        if (message.action === "showRuns") this.#showGiven(causeTitle(cause), cause.runs);
        else this.#services.actOnCause(message.action, connectionId, cause);
        return;
      }
      case "causeAct": {
        const cause = insights.causes.find(({ id }) => id === message.id);
        if (cause) this.#services.runCauseAct(message.act, connectionId, cause);
        return;
      }
      case "saveTable":
        return this.#services.save(`${message.table}.csv`, csvText(csvRows(message.table, insights)));
    }
  }

  #showRuns({ card, row, column }: InsightsPageMessage & { type: "showRuns" }, { cards, runs }: Insights): void {
    const chosen = cards.find(({ view }) => view.id === card);
    if (!chosen) return;
    const { view, behind } = chosen;
    const runsBehind = behind(row, column);
    const name = view.points[row]?.spoken ?? String(view.table.rows[row]?.[0] ?? "");
    const value = column === undefined ? "" : `, ${view.table.columns.find(({ id }) => id === column)?.name ?? ""}`;
    this.#showGiven(
      `${view.title}: ${name}${value}`,
      runs.filter((run) => isBehind(run, runsBehind)),
    );
  }

  #showGiven(title: string, runs: readonly RunFacts[]): void {
    const coverage = { indexed: this.#known?.facts.length ?? 0 };
    this.#services.showRuns({ connectionId: this.#id, title, runs, coverage });
  }

  async #completeFilter(text: string): Promise<void> {
    const index = this.#services.facts.filterIndex(this.#id);
    const filter = await this.#services.askFilter(text, filteredFacts(this.#known?.facts ?? [], index));
    if (filter === undefined) return;
    this.#choice = { ...this.#choice, filter: filter.trim() };
    this.#showSafely();
  }
}
