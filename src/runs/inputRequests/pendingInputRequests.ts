import type { InputRequest, Run } from "../../api/schemas.ts";
import { approvalFields, isSdkApproval } from "../../model/sdkApproval.ts";

/** A request that a run waits with, and the run as it was last read. */
export interface PendingInputRequest {
  readonly connectionId: string;
  readonly run: Run;
  readonly request: InputRequest;
}

/**
 * What a run waits for, in the order in which it asked. A notice waits for nobody, and neither does a pause that asks
 * nothing.
 */
export function pendingInputRequests(run: Run): InputRequest[] {
  if (run.status !== "awaiting_input" && run.status !== "paused") return [];
  return (run.input_requests ?? []).filter((request) => request["action"] !== "info").map(asInputRequest);
}

/** Whether a run waits with more than its own row can say: then it has a row below it for each request. */
export function asksSeveral(run: Run): boolean {
  return pendingInputRequests(run).length > 1;
}

/** Whether a request is answered with a yes or a no; every other one with words. */
export function isApproval({ type }: InputRequest): boolean {
  return type === "approval_request" || type === "approval" || type === "plan_approval";
}

/** Whether a person is to act in the agent's browser before they answer. */
export function isTakeover(request: InputRequest): boolean {
  return request["is_browser_takeover"] === true;
}

/** The request under the names of the Runs API: an app may pass on what the SDK asks under the SDK's. */
function asInputRequest(request: InputRequest): InputRequest {
  if (!isSdkApproval(request)) return request;
  return {
    ...(approvalFields(request) as InputRequest),
    type: isApproval(request) ? request.type : "approval_request",
  };
}

/** The same text for the same request, among all connections. */
export function pendingKey({ connectionId, run, request }: PendingInputRequest): string {
  return JSON.stringify([connectionId, run.id, request.id]);
}
