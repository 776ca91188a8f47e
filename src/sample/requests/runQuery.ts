import type { FieldErrors } from "../http/apiFailure.ts";
import { readUuid } from "./fields.ts";
import { type PageRequest, readPageRequest } from "./paging.ts";

const sortableRunFields = ["started_at", "ended_at", "created_at", "status", "user_id", "session_id", "id"];

/** The checked query of `GET /v1/runs`. */
export interface RunQuery extends PageRequest {
  /** Empty for all. A status that no run has is valid and matches nothing. */
  statuses: string[];
  userId: string | undefined;
  sessionId: string | undefined;
}

/** @throws ApiFailure 400 that names each wrong parameter */
export function readRunQuery(query: URLSearchParams): RunQuery {
  const errors: FieldErrors = {};
  const sessionId = readUuid(query.get("session_id"), "session_id", errors);
  const page = readPageRequest(query, sortableRunFields, ["status", "user_id", "session_id"], errors);
  return { ...page, statuses: query.getAll("status"), userId: query.get("user_id") ?? undefined, sessionId };
}
