/**
 * What went wrong, in the terms a caller acts on.
 *
 * - `auth` 401: no key, or one that is not valid (any more)
 * - `forbidden` 403: a valid key of another project, or a personal access token
 * - `not-found` 404: unknown or deleted app, run or file
 * - `invalid` other 4xx, and requests that this client refuses to send: `details` says which field
 * - `too-large` 413, or a request that would be over the limit: nothing was sent
 * - `rate-limited` 429
 * - `server` 5xx
 * - `network` no connection, or one that broke
 * - `timeout` nothing was heard for too long
 * - `tls` the server's certificate was refused
 * - `protocol` the answer doesn't match the Runs API
 * - `aborted` the caller's signal
 */
export const apiErrorKinds = [
  "auth",
  "forbidden",
  "not-found",
  "invalid",
  "too-large",
  "rate-limited",
  "server",
  "network",
  "timeout",
  "tls",
  "protocol",
  "aborted",
] as const;

export type ApiErrorKind = (typeof apiErrorKinds)[number];
