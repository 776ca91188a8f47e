import type { InputAnswer } from "#api/contract.ts";
import { inParallel } from "#base/inParallel.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { QueueRow } from "#features/waitingQueue/core/queueRows.ts";
import type { Work, WorkRow } from "#features/waitingQueue/page/messages.ts";
import { maxSelected, type OutcomeView, type WorkDecision } from "#features/waitingQueue/page/queueViews.ts";
import { formatTimeOfDay } from "#model/times.ts";
import type { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import type { AnswerOutcome } from "#workbench/inputRequests/core/answerTypes.ts";
import { lateWords, otherwiseWords } from "#workbench/inputRequests/core/answerWords.ts";
import { answerProgress } from "#workbench/inputRequests/vscode/inputRequestsPresenter.ts";
import { keptDraft, preparedAnswer } from "./review.ts";
import { rowTexts } from "./rowTexts.ts";

/** How many answers are under way at a time. */
const maxAtOnce = 4;

export interface BulkServices {
  answers: AnswerService;
  /** A row of the list. */
  row: (id: string) => QueueRow | undefined;
  /** Whether a row of the list can be answered. */
  waits: (row: QueueRow) => boolean;
  /** The address of a connection, and whether it is marked as production. */
  connection: (id: string) => { readonly baseUrl: string; readonly production?: unknown } | undefined;
  /** Called when an answer of the person has arrived. */
  onGiven: () => void;
}

/** A row of a review: what would be sent, or why nothing is. */
export interface ReviewedRow {
  readonly of: WorkRow;
  readonly row?: QueueRow;
  readonly answer?: InputAnswer;
  readonly problem?: string;
  /** Whether it doesn't wait any more. */
  readonly isOver: boolean;
}

/**
 * The same decision for several approvals: first a review of what will be sent, then the outcome of each. The answer
 * service keeps the drafts and sends each answer once; this only knows which input requests belong together.
 */
export class BulkAnswers {
  readonly #services: BulkServices;
  readonly #onChange: () => void;
  #work: Work | undefined;
  /** What the last review would send, as text: another one is another version. */
  #reviewed = "";
  #version = 0;
  #hasChanged = false;
  /** The addresses of connections when the review was opened. */
  readonly #addresses = new Map<string, string | undefined>();
  /** The ids of rows whose turn has yet to come, or whose runs are being read after a reload. */
  readonly #queued = new Set<string>();
  readonly #looking = new Set<string>();
  /** Why rows weren't sent. */
  readonly #unsent = new Map<string, string>();

  /** @param onChange called after each change; what `work` has is to be kept over a reload */
  constructor(services: BulkServices, onChange: () => void) {
    this.#services = services;
    this.#onChange = onChange;
  }

  get work(): Work | undefined {
    return this.#work;
  }

  get isSending(): boolean {
    const states = this.#work?.rows.map((row) => this.#services.answers.state(row).kind) ?? [];
    return this.#queued.size > 0 || (this.#work?.stage === "outcomes" && states.includes("sending"));
  }

  get hasChanged(): boolean {
    return this.#hasChanged;
  }

  /** Opens a review. @param head names what is answered */
  review(decision: WorkDecision, rows: readonly QueueRow[], head: Pick<Work, "name" | "isTool" | "columns">): void {
    const chosen = rows.filter((row) => row.kind.isBulk && this.#services.waits(row)).slice(0, maxSelected);
    if (chosen.length === 0 || this.isSending) return;
    const { answers } = this.#services;
    const reason = chosen.map(({ ref }) => answers.draft(ref)?.reason ?? "");
    const isSame = reason.every((each) => each === reason[0]);
    this.#open({
      stage: "review",
      decision,
      reason: isSame ? (reason[0] ?? "") : "",
      ...head,
      columns: [...head.columns],
      rows: this.#inOrder(chosen).map((row) => this.#workRow(row, head.columns)),
    });
  }

  /** What waited for its outcome in an earlier window. Nothing is sent. */
  restore(work: Work): void {
    this.#open(work);
    if (work.stage !== "outcomes") return;
    const { answers } = this.#services;
    const open = work.rows.filter((row) => answers.state(row).kind === "open");
    for (const { id } of open) this.#looking.add(id);
    inParallel(open, maxAtOnce, async (row) => {
      await answers.check(row);
      this.#looking.delete(row.id);
      this.#onChange();
    }).catch(onUnexpectedError);
  }

  setReason(reason: string): void {
    if (this.#work?.stage === "review") this.#change({ ...this.#work, reason });
  }

  leaveOut(id: string): void {
    if (this.#work?.stage !== "review") return;
    const rows = this.#work.rows.filter((row) => row.id !== id);
    this.#change(rows.length === 0 ? undefined : { ...this.#work, rows });
  }

  /** Returns to the list. Answers that are under way go on. */
  close(): void {
    this.#change(undefined);
  }

  /** Reviews what failed once more. @param id one of them, else all */
  tryAgain(id?: string): void {
    if (this.#work?.stage !== "outcomes" || this.isSending) return;
    const failed = this.#work.rows.filter((row) => this.outcome(row).kind === "failed");
    const rows = id === undefined ? failed : failed.filter((row) => row.id === id);
    if (rows.length > 0) this.#open({ ...this.#work, stage: "review", rows });
  }

  /** What would be sent now, with the version of the review that shows it. */
  reviewed(): { rows: readonly ReviewedRow[]; version: number } {
    const rows = (this.#work?.rows ?? []).map((row) => this.#prepare(row));
    const text = JSON.stringify(
      rows.map(({ of, answer, problem, isOver }) => [of.id, answer && stringifyJson(answer), problem, isOver]),
    );
    if (text !== this.#reviewed) this.#version++;
    this.#reviewed = text;
    return { rows, version: this.#version };
  }

  /** Sends what this version of the review showed, each answer once. Otherwise it has to be looked at again. */
  async send(version: number): Promise<void> {
    if (this.#work?.stage !== "review") return;
    const { decision, reason } = this.#work;
    const { rows, version: now } = this.reviewed();
    if (now !== version || rows.some(({ problem }) => problem !== undefined)) {
      this.#hasChanged = now !== version;
      return this.#onChange();
    }
    const { answers } = this.#services;
    const sent = rows.flatMap(({ of, answer }) => (answer ? { of, answer } : []));
    this.#open({ ...this.#work, stage: "outcomes", rows: sent.map(({ of }) => of) }, false);
    for (const { of } of sent) this.#queued.add(of.id);
    for (const { of } of sent) answers.setDraft(of, keptDraft(answers.draft(of) ?? {}, decision, reason));
    this.#onChange();
    // Whatever happens from here on, the next window finds the drafts.
    await answers.flush();
    const stopped = new Set<string>();
    await inParallel(sent, maxAtOnce, async ({ of, answer }) => {
      await this.#sendOne(of, answer, stopped);
      this.#queued.delete(of.id);
      this.#onChange();
    });
    this.#onChange();
  }

  /** What became of a row that was sent. */
  outcome(row: WorkRow): OutcomeView {
    const { answers } = this.#services;
    const state = answers.state(row);
    const record = answers.record(row);
    switch (state.kind) {
      case "sending":
        return { kind: "sending", text: "Sending" };
      case "failed": {
        const progress = answerProgress(state, record);
        return { kind: "failed", text: progress.kind === "failed" ? progress.reason : state.error.message };
      }
      case "answered":
        if (state.otherwise !== undefined) return { kind: "late", text: otherwiseWords(state.otherwise) };
        if (state.by === "elsewhere") return { kind: "late", text: lateWords(state) };
        return { kind: "sent", text: sentText(state.at) };
      case "gone":
        return { kind: "late", text: lateWords(state) };
      case "open":
        return this.#openOutcome(row, record !== undefined);
    }
  }

  #openOutcome({ id }: WorkRow, mayHaveArrived: boolean): OutcomeView {
    if (this.#looking.has(id)) return { kind: "sending", text: "Checking whether it arrived" };
    if (this.#queued.has(id)) return { kind: "queued", text: "Waiting for its turn" };
    const why = this.#unsent.get(id);
    if (why !== undefined) return { kind: "failed", text: why };
    return mayHaveArrived
      ? {
          kind: "failed",
          text: "The answer may or may not have arrived. You can safely send it again, because an input request accepts only one answer.",
        }
      : { kind: "failed", text: "This answer wasn't sent. It is kept as a draft." };
  }

  async #sendOne(row: WorkRow, answer: InputAnswer, stopped: Set<string>): Promise<void> {
    const { answers, connection, onGiven } = this.#services;
    const { connectionId } = row;
    if (connection(connectionId)?.baseUrl !== this.#addresses.get(connectionId)) {
      this.#unsent.set(
        row.id,
        "The address of this connection has changed. This answer wasn't sent, and is kept as a draft.",
      );
      return;
    }
    if (stopped.has(connectionId)) {
      this.#unsent.set(row.id, "An earlier answer failed, so this one wasn't sent. It is kept as a draft.");
      return;
    }
    const outcome = await answers.send(row, answer, true);
    row.asked = answers.known(row).asked;
    if (stopsTheRest(outcome)) stopped.add(connectionId);
    if (outcome.kind === "answered" && outcome.by === "here") onGiven();
  }

  #prepare(of: WorkRow): ReviewedRow {
    const { answers, row: rowOf, waits } = this.#services;
    const row = rowOf(of.id);
    if (!row || !waits(row)) return { of, row, isOver: true };
    const { decision, reason } = this.#work!;
    const made = preparedAnswer(row.request, answers.draft(row.ref) ?? {}, decision, reason);
    return { of, row, isOver: false, ...made };
  }

  #open(work: Work, isOther = true): void {
    this.#hasChanged = false;
    this.#unsent.clear();
    if (isOther) {
      this.#addresses.clear();
      for (const { connectionId } of work.rows)
        this.#addresses.set(connectionId, this.#services.connection(connectionId)?.baseUrl);
    }
    this.#change(work);
  }

  #change(work: Work | undefined): void {
    this.#work = work;
    this.#onChange();
  }

  /** Production first, an app after the other, and within it as they stand in the list. */
  #inOrder(rows: readonly QueueRow[]): QueueRow[] {
    const isProduction = ({ connectionId }: QueueRow): boolean =>
      this.#services.connection(connectionId)?.production !== undefined;
    const apps = [...Map.groupBy(rows, ({ connectionId }) => connectionId).values()];
    return apps.toSorted(([a], [b]) => Number(isProduction(b!)) - Number(isProduction(a!))).flat();
  }

  #workRow({ id, ref, run, request }: QueueRow, columns: Work["columns"]): WorkRow {
    const { connectionId, runId, requestId, asked } = this.#services.answers.known(ref);
    const texts = rowTexts(request, run, columns);
    return { id, connectionId, runId, requestId, asked, ...texts };
  }
}

function sentText(at: number | undefined): string {
  return at === undefined ? "Sent" : `Sent ${formatTimeOfDay(at, "seconds")}`;
}

/** Whether the same would happen to the other answers to the app: it refuses the key, or can't be reached. */
function stopsTheRest(outcome: AnswerOutcome): boolean {
  if (outcome.kind !== "failed") return false;
  const { kind, outcomeUnknown } = outcome.error;
  return kind === "auth" || kind === "forbidden" || ((kind === "network" || kind === "tls") && !outcomeUnknown);
}
