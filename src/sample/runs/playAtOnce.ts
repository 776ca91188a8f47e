import type { InputAnswer } from "#api/contract.ts";
import type { InputRequest } from "#api/schemas.ts";
import { isFields } from "#base/json/fieldsOf.ts";
import type { Script } from "#sample/agent/steps.ts";
import type { ServedRun } from "#server/runs/servedRun.ts";
import { conclude, perform } from "./perform.ts";

export interface PastPlayOptions {
  /** The start of the run, in milliseconds since the epoch. */
  startAt: number;
  /** Stops after so many steps. */
  steps?: number;
  /** Stops at the first question or pause, instead of answering it. */
  stopWhenWaiting?: boolean;
}

/** In milliseconds: how long people took to answer in the past. */
const answerTime = 45_000;

/** Plays a script on a run at once, on a clock of its own. Returns the time of that clock at the end. */
export function playAtOnce(run: ServedRun, script: Script, options: PastPlayOptions): number {
  let now = options.startAt;
  let answer: InputAnswer | undefined;
  run.start(now);
  for (let count = 0; count < (options.steps ?? Number.POSITIVE_INFINITY); count++) {
    const { value: step, done } = script.next(answer);
    answer = undefined;
    if (done) {
      conclude(run, step, now);
      break;
    }
    now += step.after;
    perform(run, step, now);
    if (step.kind === "event") continue;
    if (options.stopWhenWaiting) break;
    now += step.kind === "pause" ? (step.lasts ?? 0) : answerTime;
    if (step.kind === "pause") run.resume(now);
    else run.receive((answer = agree(run.pending[0])), now);
  }
  return now;
}

/** A person's answer in the past. */
function agree(request: InputRequest | undefined): InputAnswer {
  if (!request) throw new Error("The script waits for an answer to a question that it never asked");
  const { id } = request;
  if (request.type !== "approval_request") {
    return { type: "human_feedback", request_id: id, feedback: "Warm and short." };
  }
  const params = isFields(request.params) ? { params: request.params } : {};
  return { type: "approval", request_id: id, approved: true, ...params };
}
