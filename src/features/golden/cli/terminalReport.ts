import { shortened } from "#base/text/oneLine.ts";
import type { Color, Paint } from "#cli/shell/colors.ts";
import { plainText } from "#cli/shell/plainText.ts";
import { type CheckFailure, firstDifferenceText, type TestOutcome } from "#features/golden/core/goldenResult.ts";
import { countOf } from "#model/counts.ts";
import { formatDuration } from "#model/duration.ts";
import { countOutcomes, type OutcomeKind, type SuiteReport, type TestReport } from "./testReport.ts";

const signOfKind: Record<OutcomeKind, { sign: string; color: Color }> = {
  passed: { sign: "✓", color: "green" },
  failed: { sign: "✗", color: "red" },
  errored: { sign: "!", color: "red" },
  canceled: { sign: "-", color: "yellow" },
};

/** How many lines of a value that differs are shown; more of them hide the next test. */
const maxLines = 12;
const maxLineLength = 300;

/** A test that is over, as lines. A failed check begins with its position, so that editors and CI can link it. */
export function testLines(report: TestReport, paint: Paint): string {
  const { file, outcome, took } = report;
  const { sign, color } = signOfKind[outcome.kind];
  const more = outcome.kind === "passed" || outcome.runs.length > 1 ? said(outcome.description) : "";
  const head = [said(outcome.test.name), more].filter(Boolean).join(": ");
  const first = `${paint(color, sign)} ${head} ${paint("dim", `(${formatDuration(took)})`)}`;
  if (outcome.kind === "passed") return `${first}\n`;
  return [first, ...failureLines(file, outcome, paint), ...runLines(outcome), ""].join("\n");
}

function failureLines(file: string, { kind, test, failure, failures }: TestOutcome, paint: Paint): string[] {
  const lines: string[] = [];
  const located = (position: { line: number; column: number }, message: string): string =>
    `${plainText(file)}:${position.line}:${position.column}: ${kind === "canceled" ? "canceled" : "error"}: ${said(message)}`;
  if (failure) lines.push(located(failure.range ?? test.nameRange, failure.sentence));
  for (const each of failures) lines.push(located(each.range, each.message), ...differenceLines(each, paint));
  return lines;
}

function differenceLines({ results: [first] }: CheckFailure, paint: Paint): string[] {
  const { expected, actual } = first?.result ?? {};
  if (expected === undefined || actual === undefined) return [];
  return [...labelled("expected", expected, "green", paint), ...labelled("actual", actual, "red", paint)];
}

function labelled(label: string, text: string, color: Color, paint: Paint): string[] {
  const all = plainText(text).split("\n");
  const lines = all.slice(0, maxLines).map((line) => shortened(line, maxLineLength));
  if (all.length > maxLines) lines.push(`… ${countOf(all.length - maxLines, "more line")}`);
  return lines.map((line, index) => `    ${(index === 0 ? label : "").padEnd(8)} ${paint(color, line)}`);
}

/** Which runs to look at: those that didn't pass. */
function runLines({ runs }: TestOutcome): string[] {
  return runs.flatMap(({ runId, kind, attempt, firstDifference }) => {
    if (runId === undefined || kind === "passed") return [];
    const which = runs.length > 1 ? ` (${attempt} of ${runs.length})` : "";
    const differs = firstDifference ? `, first difference: ${said(firstDifferenceText(firstDifference))}` : "";
    return [`    run ${said(runId)}${which}${differs}`];
  });
}

/** The last line: `12 passed, 1 failed in 34 s`. */
export function summaryLine({ tests, took }: SuiteReport, paint: Paint): string {
  const counts = countOutcomes(tests);
  const kinds = (Object.keys(counts) as OutcomeKind[]).filter((kind) => counts[kind] > 0);
  const told = kinds.map((kind) => paint(signOfKind[kind].color, `${counts[kind]} ${kind}`));
  return `\n${told.join(", ")} in ${formatDuration(took)}\n`;
}

function said(text: string): string {
  return shortened(plainText(text).replaceAll(/\s+/g, " ").trim(), maxLineLength);
}
