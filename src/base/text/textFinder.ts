/** A pattern that finds a text in any case; `undefined` for an empty query. It has no state. */
export function finderOf(query: string): RegExp | undefined {
  return query === "" ? undefined : new RegExp(`(${query.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")})`, "iu");
}
