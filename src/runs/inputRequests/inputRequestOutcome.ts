import type { InputAnswer, RunsApi } from "../../api/contract.ts";
import type { Run, RunEvent } from "../../api/schemas.ts";
import { sameJson } from "../../base/json/sameJson.ts";
import { parseTime } from "../../model/isoTime.ts";
import { isTerminal } from "../../model/status.ts";
import type { GoneState } from "./answerTypes.ts";

const pageSize = 200;
/** The search for an answer reads this many of the newest pages of events. */
const mostPages = 10;

/** The outcome of an input request, according to the run and its events. */
export type InputRequestOutcome =
  | { kind: "pending"; run: Run }
  | { kind: "answered"; run: Run; at?: number | undefined; data: unknown }
  | (GoneState & { run: Run });

/** Reads the run, and its events when it no longer waits for the input request. @throws ApiError */
export async function inputRequestOutcome(
  api: RunsApi,
  runId: string,
  requestId: string,
): Promise<InputRequestOutcome> {
  const run = await api.getRun(runId);
  if (run.input_requests?.some(({ id }) => id === requestId) && !isTerminal(run.status))
    return { kind: "pending", run };
  const event = await answerEvent(api, runId, requestId);
  if (event) return { kind: "answered", run, at: parseTime(event.timestamp), data: event.data };
  const at = parseTime(run.ended_at);
  if (run.status === "canceled") return { kind: "gone", why: "canceled", at, run };
  return { kind: "gone", why: isTerminal(run.status) ? "ended" : "withdrawn", at, run };
}

/** Whether an event reports the answer to an input request. */
function answers(event: RunEvent, requestId: string): boolean {
  return event.type === "run.human_feedback.received" && answeredRequests(event.data).includes(requestId);
}

/** The ids under which an event may name the input request that it answers. */
function answeredRequests(data: unknown): string[] {
  const { request_id: request, id } = fieldsOf(data);
  return [request, id].filter((each): each is string => typeof each === "string");
}

/** Whether an answer that arrived can be the one that was sent: no detail in the event differs from it. */
export function isSameAnswer(data: unknown, answer: InputAnswer): boolean {
  const reported = fieldsOf(data);
  const { approved, params, feedback = "", answers: chosen }: Record<string, unknown> = { ...answer };
  const [reportedApproved, toldParams] = [
    reported["approved"] ?? reported["is_approved"],
    fieldsOf(reported["params"] ?? reported["data"]),
  ];
  const agrees = (said: unknown, sent: unknown): boolean =>
    (said ?? undefined) === undefined || sent === undefined || sameJson(said, sent);
  // Earlier versions added a text to a form that only has questions when they sent it.
  const isMade = feedback === "" && chosen !== undefined;
  // Only editable parameters are sent, but the event may have all of them.
  const sameParams = Object.entries(fieldsOf(params)).every(([name, value]) => agrees(toldParams[name], value));
  const sameText = isMade || agrees(reported["feedback"], feedback);
  return agrees(reportedApproved, approved ?? null) && sameParams && agrees(reported["answers"], chosen) && sameText;
}

async function answerEvent(api: RunsApi, runId: string, requestId: string): Promise<RunEvent | undefined> {
  const first = await api.listEvents(runId, { page: 1, page_size: pageSize });
  const pages = first.pagination.page_count;
  for (let page = pages; page > Math.max(1, pages - mostPages); page--) {
    const { data } = await api.listEvents(runId, { page, page_size: pageSize });
    const event = data.findLast((each) => answers(each, requestId));
    if (event) return event;
  }
  return first.data.findLast((each) => answers(each, requestId));
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
