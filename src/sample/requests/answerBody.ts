import { isDeepStrictEqual } from "node:util";
import type { InputAnswer } from "../../api/contract.ts";
import type { InputRequest } from "../../api/schemas.ts";
import { ApiFailure, badRequest, type FieldErrors, throwIfInvalid } from "../http/apiFailure.ts";
import { isObject } from "../http/body.ts";
import { readAnswers } from "./answers.ts";
import { isUuid, readText, rejectUnknown } from "./fields.ts";

/** Which names of an approval's answer an app knows: those of the Runs API's question, or those of the SDK. */
export interface ApprovalNames {
  decision: "approved" | "is_approved";
  /** Ignores all other names; without it, they are refused with a 422. */
  ignoresOthers: boolean;
}

export interface ReadAnswerOptions {
  pending: readonly InputRequest[];
  /** Absent for an app that knows both sets of names. */
  names?: ApprovalNames;
}

/**
 * Checks the body of `POST /v1/runs/{id}/input` against the pending input requests.
 * @throws ApiFailure 400 that names each wrong field
 */
export function readAnswerBody(body: Record<string, unknown>, { pending, names }: ReadAnswerOptions): InputAnswer {
  const errors: FieldErrors = {};
  rejectUnknown(Object.keys(body), ["type", "data"], errors);
  const { type, data } = body;
  if (type !== "human_feedback" && type !== "approval") errors["type"] = "must be human_feedback or approval";
  if (!isObject(data)) errors["data"] = "must be an object";
  throwIfInvalid(errors);
  const fields = isObject(data) ? data : {};
  const id = fields["request_id"];
  if (!isUuid(id)) throw badRequest({ request_id: "must be a UUID" });
  const request = pending.find((one) => one.id === id.toLowerCase());
  if (!request) throw badRequest({ request_id: "is not a pending request of this run" });
  const isApproval = request.type === "approval_request";
  if (isApproval !== (type === "approval")) {
    throw badRequest({ type: `must be ${isApproval ? "approval" : "human_feedback"} for this request` });
  }
  return isApproval ? readApproval(fields, request, names) : readFeedback(fields, request);
}

/** The name of the parameters beside each name of the decision. */
const valuesOf = { approved: "params", is_approved: "data" } as const;

/** The wire format of an approval is an assumption, which only this function makes. */
function readApproval(
  data: Record<string, unknown>,
  request: InputRequest,
  names: ApprovalNames | undefined,
): InputAnswer {
  const errors: FieldErrors = {};
  const decisions = names ? [names.decision] : (["approved", "is_approved"] as const);
  const known = decisions.flatMap((decision) => [decision, valuesOf[decision]]);
  if (!names?.ignoresOthers) rejectUnknown(Object.keys(data), ["request_id", "feedback", ...known], errors);
  if (names && Object.keys(errors).length > 0) throw new ApiFailure(422, "unprocessable_entity", errors);
  const given = decisions.filter((name) => data[name] !== undefined);
  const [decision = decisions[0] ?? "approved"] = given;
  const values = valuesOf[decision];
  const approved = given.length === 0 && names?.ignoresOthers ? readDecision(data["feedback"]) : data[decision];
  const params = data[values];
  if (typeof approved !== "boolean") errors[decision] = "must be true or false";
  for (const other of given.slice(1)) {
    if (data[other] !== approved) errors[other] = `must agree with ${decision}`;
    if (!isDeepStrictEqual(data[valuesOf[other]], params)) errors[valuesOf[other]] = `must agree with ${values}`;
  }
  if (params !== undefined && params !== null) checkParams(params, request, values, errors);
  const feedback = readText(data["feedback"], "feedback", errors);
  throwIfInvalid(errors);
  return {
    type: "approval",
    request_id: request.id,
    approved: approved === true,
    ...(isObject(params) ? { params } : {}),
    ...(feedback === undefined ? {} : { feedback }),
  };
}

/** Without a decision, an app of the SDK goes by the text: any text is a no. */
function readDecision(feedback: unknown): boolean | undefined {
  return typeof feedback === "string" ? feedback === "" : undefined;
}

function checkParams(params: unknown, request: InputRequest, field: string, errors: FieldErrors): void {
  if (!isObject(params)) {
    errors[field] = "must be an object";
    return;
  }
  const original = isObject(request.params) ? request.params : {};
  for (const [name, value] of Object.entries(params)) {
    const before = original[name];
    if (isDeepStrictEqual(value, before)) continue;
    if (!request.editable_params?.includes(name)) errors[`${field}.${name}`] = "cannot be changed";
    else if (typeof value !== typeof before) errors[`${field}.${name}`] = `must be a ${typeof before}`;
    else if (typeof value === "number" && value <= 0) errors[`${field}.${name}`] = "must be above 0";
  }
}

function readFeedback(data: Record<string, unknown>, request: InputRequest): InputAnswer {
  const errors: FieldErrors = {};
  rejectUnknown(Object.keys(data), ["request_id", "feedback", "answers"], errors);
  const answers = readAnswers(data["answers"], request["questions"], errors);
  const { feedback } = data;
  if (typeof feedback !== "string") errors["feedback"] = "must be a string";
  else if (feedback.trim() === "" && answers.length === 0) errors["feedback"] = "cannot be blank";
  throwIfInvalid(errors);
  return {
    type: "human_feedback",
    request_id: request.id,
    feedback: String(feedback),
    ...(answers.length > 0 ? { answers } : {}),
  };
}
