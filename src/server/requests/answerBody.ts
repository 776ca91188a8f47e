import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { InputAnswer } from "#api/contract.ts";
import type { InputRequest } from "#api/schemas.ts";
import { isFields } from "#base/json/fieldsOf.ts";
import { type Question, readQuestions } from "#model/questions.ts";
import { badRequest, type FieldErrors, throwIfInvalid } from "#server/http/apiFailure.ts";
import { checked, objectSchema, optional, textSchema, uuidSchema } from "./checked.ts";

const bodySchema = z.strictObject({ type: z.enum(["human_feedback", "approval"]), data: objectSchema });

/** What an app refuses of an edited value, besides another type: the reason, for the value's field. */
export type RefuseValue = (value: unknown) => string | undefined;

/**
 * Checks the body of `POST /v1/runs/{id}/input` against the pending input requests.
 * @throws ApiFailure 400 that names each wrong field
 */
export function readAnswerBody(
  body: Record<string, unknown>,
  pending: readonly InputRequest[],
  refuseValue: RefuseValue = () => undefined,
): InputAnswer {
  const { type, data } = checked(bodySchema, body);
  const { request_id: id } = checked(z.looseObject({ request_id: uuidSchema }), data);
  const request = pending.find((one) => one.id === id);
  if (!request) throw badRequest({ request_id: "is not a pending request of this run" });
  const isApproval = request.type === "approval_request";
  if (isApproval !== (type === "approval")) {
    throw badRequest({ type: `must be ${isApproval ? "approval" : "human_feedback"} for this request` });
  }
  return isApproval ? readApproval(data, request, refuseValue) : readFeedback(data, request);
}

/** The name of the parameters beside each name of the decision: those of the Runs API's question, and of the SDK. */
export const paramsNames = { approved: "params", is_approved: "data" } as const;

/** The wire format of an approval is an assumption, which only this function makes. */
function readApproval(data: Record<string, unknown>, request: InputRequest, refuseValue: RefuseValue): InputAnswer {
  const errors: FieldErrors = {};
  const knownFields = ["request_id", "feedback", ...Object.entries(paramsNames).flat()];
  for (const name of Object.keys(data)) if (!knownFields.includes(name)) errors[name] = "is not a known field";
  const given = (["approved", "is_approved"] as const).filter((name) => data[name] !== undefined);
  const [decision = "approved"] = given;
  const values = paramsNames[decision];
  const approved = data[decision];
  const params = data[values];
  if (typeof approved !== "boolean") errors[decision] = "must be true or false";
  for (const other of given.slice(1)) {
    if (data[other] !== approved) errors[other] = `must equal ${decision}`;
    if (!isDeepStrictEqual(data[paramsNames[other]], params)) errors[paramsNames[other]] = `must equal ${values}`;
  }
  if (params !== undefined && params !== null) checkParams(params, request, values, errors, refuseValue);
  throwIfInvalid(errors);
  const { feedback } = checked(z.looseObject({ feedback: optional(textSchema) }), data);
  const edited = isFields(params) ? { params } : {};
  return { type: "approval", request_id: request.id, approved: approved === true, ...edited, feedback };
}

function checkParams(
  params: unknown,
  request: InputRequest,
  field: string,
  errors: FieldErrors,
  refuseValue: RefuseValue,
): void {
  if (!isFields(params)) {
    errors[field] = "must be an object";
    return;
  }
  const original = isFields(request.params) ? request.params : {};
  for (const [name, value] of Object.entries(params)) {
    const before = original[name];
    if (isDeepStrictEqual(value, before)) continue;
    if (!request.editable_params?.includes(name)) errors[`${field}.${name}`] = "cannot be changed";
    else if (typeof value !== typeof before) errors[`${field}.${name}`] = `must be of type ${typeof before}`;
    else {
      const reason = refuseValue(value);
      if (reason !== undefined) errors[`${field}.${name}`] = reason;
    }
  }
}

function readFeedback(data: Record<string, unknown>, request: InputRequest): InputAnswer {
  const schema = z
    .strictObject({
      request_id: uuidSchema,
      feedback: z.string(),
      answers: optional(z.array(answerSchema(readQuestions(request["questions"])))),
    })
    .refine((given) => given.feedback.trim() !== "" || (given.answers ?? []).length > 0, {
      path: ["feedback"],
      message: "cannot be blank",
    });
  const { feedback, answers = [] } = checked(schema, data);
  const more = answers.length > 0 ? { answers } : {};
  return { type: "human_feedback", request_id: request.id, feedback, ...more };
}

/** An answer to one of these questions. */
function answerSchema(asked: readonly Question[]) {
  const shape = { question_id: z.string(), selected: z.array(z.string()), custom_text: optional(z.string()) };
  return z.looseObject(shape).superRefine(({ question_id: id, selected, custom_text: own }, context) => {
    const question = asked.find((one) => one.id === id);
    if (!question) return context.addIssue("has an unknown question_id");
    const labels = question.options.map(({ label }) => label);
    if (!selected.every((label) => labels.includes(label))) context.addIssue("selects an unknown option");
    if (selected.length > 1 && !question.several) context.addIssue("selects more than one option");
    if (own && !question.custom) context.addIssue("cannot have custom_text");
  });
}
