import type { InputRequest, Run } from "#api/schemas.ts";
import { approvalFields, isSdkApproval } from "#model/sdkApproval.ts";
import { mayAsk } from "#model/status.ts";

/** A pending input request, and its run as it was last read. */
export interface PendingInputRequest {
  readonly connectionId: string;
  readonly run: Run;
  readonly request: InputRequest;
  /** The sequence of the event that asked, for another question under an id that had one before. */
  readonly asked?: number;
}

/** The input requests that a run waits for. A notice needs no answer, nor does a pause without a question. */
export function pendingInputRequests(run: Run): InputRequest[] {
  if (!mayAsk(run.status)) return [];
  return (run.input_requests ?? []).filter((request) => request["action"] !== "info").map(asInputRequest);
}

/** Whether a run waits for several input requests, so that each gets a row of its own below the run. */
export function asksSeveral(run: Run): boolean {
  return pendingInputRequests(run).length > 1;
}

/** Whether an input request is answered with yes or no. All others are answered with text. */
export function isApproval({ type }: InputRequest): boolean {
  return type === "approval_request" || type === "approval" || type === "plan_approval";
}

/** Whether a person has to act in the agent's browser before they answer. */
export function isTakeover(request: InputRequest): boolean {
  return request["is_browser_takeover"] === true;
}

/** The input request with the Runs API's field names. An app may pass on the SDK's names. */
function asInputRequest(request: InputRequest): InputRequest {
  if (!isSdkApproval(request)) return request;
  return {
    ...(approvalFields(request) as InputRequest),
    type: isApproval(request) ? request.type : "approval_request",
  };
}

/** A unique key of a question, among all connections. */
export function pendingKey({ connectionId, run, request, asked }: PendingInputRequest): string {
  return JSON.stringify([connectionId, run.id, request.id, ...(asked === undefined ? [] : [asked])]);
}
