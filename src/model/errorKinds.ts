/**
 * The kind of an error, which decides what a caller does.
 *
 * - `auth` 401: no key, or one that isn't valid any more
 * - `forbidden` 403: a valid key of another project, or a personal access token
 * - `not-found` 404: unknown or deleted app, run or file
 * - `invalid` other 4xx, and requests that this client refuses to send: `details` names the field
 * - `too-large` 413, or a request over the limit, which isn't sent
 * - `rate-limited` 429
 * - `plan-limit` 402, or a 403 or 429 that speaks of a plan, quota or limit: only a person can change that
 * - `server` 5xx
 * - `network` no connection, or a broken one
 * - `timeout` no response in time
 * - `tls` the server's certificate isn't trusted
 * - `protocol` the response doesn't match the Runs API
 * - `aborted` by the caller's signal
 */
export const apiErrorKinds = [
  "auth",
  "forbidden",
  "not-found",
  "invalid",
  "too-large",
  "rate-limited",
  "plan-limit",
  "server",
  "network",
  "timeout",
  "tls",
  "protocol",
  "aborted",
] as const;

export type ApiErrorKind = (typeof apiErrorKinds)[number];
