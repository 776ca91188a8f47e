import { ApiError } from "./errors.ts";

type QueryValue = string | number | readonly string[] | undefined;

/** A query string with its `?`, or nothing; a list repeats its parameter. */
export function queryOf(values: Readonly<Record<string, QueryValue>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    for (const item of typeof value === "object" ? value : [value]) query.append(name, String(item));
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** An id as one segment of a path. @throws ApiError `invalid` for an id that would lead to another path */
export function segment(id: string): string {
  if (id === "" || id === "." || id === ".." || /\p{Surrogate}/u.test(id)) {
    throw new ApiError({ kind: "invalid", message: "This isn't a run ID." });
  }
  return encodeURIComponent(id);
}

/** The endpoint that a path leads to, without its query: `/v1/runs/{run_id}/events`. */
export function pathTemplate(path: string): string {
  return (path.split("?")[0] ?? "").replace(/^(\/v1\/runs\/)[^/]+/, "$1{run_id}");
}
