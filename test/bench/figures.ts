/** What a bench has measured. */
interface Figure {
  /** What was measured: `stream: events, validated`. */
  name: string;
  value: number;
  unit: string;
  /** The value over the baseline's, both measured in the same run on the same machine. */
  ratio?: number;
  /** What the ratio compares with, for example `an empty extension`. */
  baseline?: string;
  /** The target: for the ratio if there is one, otherwise for the value. */
  target?: { atMost: number } | { atLeast: number };
}

/** Prints a figure on one line. @returns whether it reached its target */
export function report({ name, value, unit, ratio, baseline, target }: Figure): boolean {
  const compared = ratio === undefined ? "" : ` = ${formatNumber(ratio)} × ${baseline ?? "the baseline"}`;
  const line = `${name}: ${formatNumber(value)} ${unit}${compared}`;
  const reached = ratio ?? value;
  if (!target) {
    console.log(line);
    return true;
  }
  const isReached = "atMost" in target ? reached <= target.atMost : reached >= target.atLeast;
  const wanted = "atMost" in target ? `≤ ${formatNumber(target.atMost)}` : `≥ ${formatNumber(target.atLeast)}`;
  console.log(`${line} (${wanted}, ${isReached ? "reached" : "missed"})`);
  return isReached;
}

/** With as many decimals as a figure is worth: 0.87, 12.5, 48,211. */
function formatNumber(value: number): string {
  const size = Math.abs(value);
  return value.toLocaleString("en", { maximumFractionDigits: size >= 100 ? 0 : size >= 10 ? 1 : 2 });
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
