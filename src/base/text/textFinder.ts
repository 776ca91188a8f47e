/**
 * What finds a text whatever its case; `undefined` when there is nothing to find. It has no state: `test` and `split`
 * with it.
 */
export function finderOf(query: string): RegExp | undefined {
  return query === "" ? undefined : new RegExp(`(${query.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")})`, "iu");
}
