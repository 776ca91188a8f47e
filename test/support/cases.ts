/** How many times as many cases are tried: more than once in `npm run test:long`, which only raises counts. */
export const times = Number(process.env["DYNAMIQ_RUNS_TIMES"] ?? "1");

/** So many cases, or in `npm run test:long` many more. */
export const many = (count: number): number => count * times;

/** The same for `fc.assert`. */
export const cases = (numRuns = 300): { numRuns: number } => ({ numRuns: many(numRuns) });
