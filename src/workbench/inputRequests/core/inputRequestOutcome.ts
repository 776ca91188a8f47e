import type { CallOptions, InputAnswer, RunsApi } from "#api/contract.ts";
import type { Run, RunEvent } from "#api/schemas.ts";
import { fieldsOf } from "#base/json/fieldsOf.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { answerOf, decisionIn, Questions } from "#model/inputRequestEvents.ts";
import { parseTime } from "#model/isoTime.ts";
import { isTerminal } from "#model/status.ts";
import type { GoneState } from "./answerTypes.ts";

const pageSize = 200;
/** The search for an answer reads this many of the newest pages of events. */
const maxPages = 10;

export type InputRequestOutcome = (
  | { kind: "pending" }
  // `since` and `asked`: the sequences of the first and the last event that asked, if they are known.
  | {
      kind: "answered";
      at?: number;
      data: unknown;
      since?: number;
      asked?: number;
    }
  | GoneState
) & { run: Run };

/**
 * Reads the run, and its events unless they can't tell more. The events are right where the run is late: it may still
 * list an input request that was answered, and a new question under the same id.
 *
 * @param asked the sequence of the event that asked, if it is known
 * @throws ApiError
 */
export async function inputRequestOutcome(
  api: RunsApi,
  runId: string,
  requestId: string,
  asked?: number,
): Promise<InputRequestOutcome> {
  const run = await api.getRun(runId);
  const isListed = run.input_requests?.some(({ id }) => id === requestId) && !isTerminal(run.status);
  if (isListed && asked === undefined) return { kind: "pending", run };
  const questions = await questionsOf(api, runId, requestId, asked);
  const last = questions.newest(requestId);
  const question = asked === undefined ? last : questions.find(requestId, asked);
  const stray = last === undefined && !isListed ? questions.stray(requestId) : undefined;
  const answer = question?.answer ?? (stray && { event: stray, data: answerOf(stray) });
  if (answer) {
    const [since, until] = [question?.since.sequence, question?.asked.sequence];
    return { kind: "answered", run, at: parseTime(answer.event.timestamp), data: answer.data, since, asked: until };
  }
  const isOver = asked !== undefined && last !== undefined && last.asked.sequence > asked;
  if (isListed && !isOver) return { kind: "pending", run };
  const at = parseTime(run.ended_at);
  if (run.status === "canceled") return { kind: "gone", why: "canceled", at, run };
  return { kind: "gone", why: isTerminal(run.status) ? "ended" : "withdrawn", at, run };
}

/** The decision in an event that reports an answer, if it isn't the one that was sent. */
export function otherDecision(data: unknown, answer: InputAnswer): boolean | undefined {
  const approved = decisionIn(data);
  return answer.type === "approval" && approved !== answer.approved ? approved : undefined;
}

/** Whether an answer that arrived can be the one that was sent: no detail in the event differs from it. */
export function isSameAnswer(data: unknown, answer: InputAnswer): boolean {
  const reported = fieldsOf(data);
  const { approved, params, feedback = "", answers: chosen }: Record<string, unknown> = { ...answer };
  const toldDecision = reported["approved"] ?? reported["is_approved"];
  const toldParams = fieldsOf(reported["params"] ?? reported["data"]);
  const agrees = (said: unknown, sent: unknown): boolean =>
    (said ?? undefined) === undefined || sent === undefined || sameJson(said, sent);
  // Only editable parameters are sent, but the event may have all of them.
  const sameParams = Object.entries(fieldsOf(params)).every(([name, value]) => agrees(toldParams[name], value));
  const sameText = agrees(reported["feedback"], feedback);
  return agrees(toldDecision, approved ?? null) && sameParams && agrees(reported["answers"], chosen) && sameText;
}

/**
 * The questions in a run's newest events, as far back as needed for one of them.
 *
 * @param asked the sequence of the event that asked; without one, the newest question under the id
 * @throws ApiError
 */
export async function questionsOf(
  api: RunsApi,
  runId: string,
  requestId: string,
  asked?: number,
  options?: CallOptions,
): Promise<Questions<RunEvent>> {
  const isFound = (found: Questions<RunEvent>): boolean =>
    found.stray(requestId) !== undefined ||
    (asked === undefined ? found.newest(requestId) : found.find(requestId, asked)) !== undefined;
  const first = await api.listEvents(runId, { page: 1, page_size: pageSize }, options);
  const pages = first.pagination.page_count;
  const oldest = Math.max(1, pages - maxPages);
  let events: RunEvent[] = [];
  for (let page = pages; page > oldest; page--) {
    events = [...(await api.listEvents(runId, { page, page_size: pageSize }, options)).data, ...events];
    const questions = new Questions(events, runId);
    if (isFound(questions)) return questions;
  }
  // With a gap between the pages, an event without an id could settle the wrong question.
  const questions = new Questions(oldest === 1 ? [...first.data, ...events] : first.data, runId);
  return isFound(questions) || oldest === 1 ? questions : new Questions(events, runId);
}
