import { countOf } from "#model/counts.ts";

/** The first entries of a list, and how many are left out: `…(6 more failed checks)`. @param what what one is called */
export function firstOf(list: readonly string[], count: number, what: string): string[] {
  const left = list.length - count;
  return left > 0 ? [...list.slice(0, count), `…(${countOf(left, `more ${what}`)})`] : [...list];
}
