import { appendFileSync } from "node:fs";

/** One row of the table of benchmarks. */
export interface Figure {
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
  /** Why the figure isn't better, and what was tried. */
  limits?: string;
}

/** Names the file that collects the figures of several benches, one JSON a line. */
export const figuresVariable = "DYNAMIQ_RUNS_FIGURES";

/**
 * Reports a figure: prints it, and adds it to the table when several benches run. @returns whether it reached its
 * target
 */
export function report(figure: Figure): boolean {
  const { name, ratio, baseline, limits } = figure;
  const compared = ratio === undefined ? "" : ` = ${formatNumber(ratio)} × ${baseline ?? "the baseline"}`;
  const target = targetText(figure);
  console.log(`${name}: ${valueText(figure)}${compared}${target ? ` (${target})` : ""}${limits ? `; ${limits}` : ""}`);
  const file = process.env[figuresVariable];
  if (file) appendFileSync(file, `${JSON.stringify(figure)}\n`);
  return isReached(figure) ?? true;
}

/** @returns `undefined` for a figure that has no target */
export function isReached({ ratio, value, target }: Figure): boolean | undefined {
  const reached = ratio ?? value;
  if (target === undefined) return undefined;
  return "atMost" in target ? reached <= target.atMost : reached >= target.atLeast;
}

export function valueText({ value, unit }: Figure): string {
  return `${formatNumber(value)} ${unit}`;
}

/** `≤ 3, reached`; nothing without a target. */
export function targetText(figure: Figure): string {
  const { target } = figure;
  if (!target) return "";
  const wanted = "atMost" in target ? `≤ ${formatNumber(target.atMost)}` : `≥ ${formatNumber(target.atLeast)}`;
  return `${wanted}, ${isReached(figure) ? "reached" : "missed"}`;
}

/** With as many decimals as a figure is worth: 0.87, 12.5, 48,211. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  return value.toLocaleString("en", { maximumFractionDigits: size >= 100 ? 0 : size >= 10 ? 1 : 2 });
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
