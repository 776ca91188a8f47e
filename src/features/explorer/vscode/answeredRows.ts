import type { Run } from "../../../api/schemas.ts";
import type { Disposable } from "../../../base/disposable.ts";
import { oneLine } from "../../../base/text/oneLine.ts";
import { pendingInputRequests } from "../../../runs/labels/pendingInputRequests.ts";
import type { RowAct } from "../../../runs/store/heldRuns.ts";
import type { AnswerService } from "../../inputRequests/core/answerService.ts";
import type { InputRequestRef, InputRequestState } from "../../inputRequests/core/answerTypes.ts";
import { holdWords } from "../../inputRequests/core/answerWords.ts";

/** In characters: the longest reason why an answer wasn't sent. */
const longestUnsent = 120;

export type SentAnswers = Pick<AnswerService, "state" | "record" | "onDidChange">;

/** The rows of the connection that is shown. */
interface Rows {
  connectionId: () => string | undefined;
  /** The run as its row shows it. */
  run: (runId: string) => Run | undefined;
  hold: (place: { connectionId: string; runId: string }, act: RowAct) => void;
  release: (runId: string, requestId: string) => void;
  /** Draws the row of a run again. */
  note: (runId: string) => void;
}

/** The rows of runs whose input requests are answered from here: they stay in their places and say how it went. */
export class AnsweredRows {
  /** Why answers weren't sent, by run and input request. */
  readonly #unsent = new Map<string, string>();

  /** Why an answer wasn't sent, if it wasn't. */
  unsent(runId: string, requestId: string): string | undefined {
    return this.#unsent.get(unsentKey(runId, requestId));
  }

  /** Follows the answers of all runs until it is disposed. */
  follow(answers: SentAnswers, rows: Rows): Disposable {
    return answers.onDidChange(({ ref, draftBy }) => {
      if (draftBy !== undefined || ref.connectionId !== rows.connectionId()) return;
      const state = answers.state(ref);
      this.#note(ref, state);
      rows.note(ref.runId);
      const act = { kind: "answered", requestId: ref.requestId } as const;
      const answer = answers.record(ref)?.answer;
      if (state.kind === "sending") rows.hold(ref, { ...act, words: "Sending…" });
      else if (state.kind === "answered" && state.by === "here" && answer) {
        const run = rows.run(ref.runId);
        const request = run && pendingInputRequests(run).find(({ id }) => id === ref.requestId);
        rows.hold(ref, { ...act, words: holdWords(request, answer) });
      } else rows.release(ref.runId, ref.requestId);
    });
  }

  /** The row of an answer that wasn't sent says why. */
  #note({ runId, requestId }: InputRequestRef, state: InputRequestState): void {
    const key = unsentKey(runId, requestId);
    if (state.kind !== "failed") this.#unsent.delete(key);
    else if (state.unknown) this.#unsent.set(key, "The answer may not have arrived");
    else this.#unsent.set(key, `Not sent: ${oneLine(state.error.message, longestUnsent)}`);
  }
}

function unsentKey(runId: string, requestId: string): string {
  return `${runId}/${requestId}`;
}
