import * as z from "zod";
import { checked, uuid } from "./checked.ts";
import { pageFields } from "./paging.ts";

const schema = z.strictObject({
  ...pageFields(["started_at", "ended_at", "created_at", "status", "user_id", "session_id", "id"]),
  /** Empty for all. A status that no run has is valid and matches nothing. */
  status: z.array(z.string()),
  user_id: z.string().optional(),
  session_id: uuid.optional(),
});

/** The checked query of `GET /v1/runs`. */
export type RunQuery = z.infer<typeof schema>;

/** @throws ApiFailure 400 that names each wrong parameter */
export function readRunQuery(query: URLSearchParams): RunQuery {
  return checked(schema, { ...Object.fromEntries(query), status: query.getAll("status") });
}
