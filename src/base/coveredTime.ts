/** The length that stretches of time cover together: two waits at the same time are one. */
export function coveredTime(stretches: readonly (readonly [from: number, until: number])[]): number {
  let sum = 0;
  let end = -Infinity;
  for (const [from, until] of stretches.toSorted(([a], [b]) => a - b)) {
    if (until <= end) continue;
    sum += until - Math.max(from, end);
    end = until;
  }
  return sum;
}
