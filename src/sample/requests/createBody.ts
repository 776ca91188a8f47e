import { type FieldErrors, throwIfInvalid } from "../http/apiFailure.ts";
import { isObject } from "../http/body.ts";
import { isUuid, readFlag, readText, readUuid, rejectUnknown } from "./fields.ts";

export type CreateMode = "wait" | "background" | "stream";

/** The valid body of `POST /v1/runs`. */
export interface CreateBody {
  input: Record<string, unknown>;
  userId: string | undefined;
  sessionId: string | undefined;
  fileIds: string[];
  mode: CreateMode;
}

const known = ["input", "user_id", "session_id", "file_ids", "stream", "background"];

/**
 * Checks the body of `POST /v1/runs`, the same for JSON and for a form whose fields were parsed.
 * @param isKnownFile whether an uploaded file has that id
 * @throws ApiFailure 400 that names each wrong field
 */
export function readCreateBody(body: Record<string, unknown>, isKnownFile: (id: string) => boolean): CreateBody {
  const errors: FieldErrors = {};
  rejectUnknown(Object.keys(body), known, errors);
  const { input } = body;
  if (input === undefined || input === null) errors["input"] = "cannot be blank";
  else if (!isObject(input)) errors["input"] = "must be an object";
  const stream = readFlag(body["stream"], "stream", errors);
  const background = readFlag(body["background"], "background", errors);
  if (stream && background) errors["background"] = "cannot be true together with stream";
  const create: CreateBody = {
    input: isObject(input) ? input : {},
    userId: readText(body["user_id"], "user_id", errors),
    sessionId: readUuid(body["session_id"], "session_id", errors),
    fileIds: readFileIds(body["file_ids"], isKnownFile, errors),
    mode: stream ? "stream" : background ? "background" : "wait",
  };
  throwIfInvalid(errors);
  return create;
}

function readFileIds(value: unknown, isKnownFile: (id: string) => boolean, errors: FieldErrors): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every(isUuid)) {
    errors["file_ids"] = "must be an array of UUIDs";
    return [];
  }
  const ids = value.map((id) => id.toLowerCase());
  const unknown = ids.find((id) => !isKnownFile(id));
  if (unknown !== undefined) errors["file_ids"] = `has an unknown file: ${unknown}`;
  return ids;
}
