import { plainXml } from "#cli/shell/plainText.ts";
import type { GoldenRunResult } from "#features/golden/core/goldenResult.ts";
import { countOutcomes, problemsOf, type SuiteReport, type TestReport } from "./testReport.ts";

/**
 * A suite as JUnit XML, in the form that the schemas of Apache Ant and of Jenkins both accept: a `testsuite` for each
 * file. A test that was canceled is skipped, one that came to no check is an error.
 */
export function junitReport(suite: SuiteReport): string {
  const files = new Map<string, TestReport[]>();
  for (const test of suite.tests) files.set(test.file, [...(files.get(test.file) ?? []), test]);
  const suites = [...files].map(([file, tests], index) => suiteElement(suite, file, tests, index));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", {}, suites)}\n`;
}

function suiteElement(suite: SuiteReport, file: string, tests: readonly TestReport[], index: number): string {
  const counts = countOutcomes(tests);
  const attributes = {
    name: file,
    package: file,
    id: String(index),
    // The schema of Ant allows no time zone: it is UTC.
    timestamp: new Date(suite.started).toISOString().slice(0, 19),
    hostname: "localhost",
    tests: String(tests.length),
    failures: String(counts.failed),
    errors: String(counts.errored),
    skipped: String(counts.canceled),
    time: seconds(tests.reduce((sum, { took }) => sum + took, 0)),
  };
  const runs = tests.flatMap(({ outcome }) => outcome.runs.flatMap((run) => runLines(outcome.test.name, run)));
  return element("testsuite", attributes, [
    element("properties", {}, [element("property", { name: "app", value: suite.app })]),
    ...tests.map(testElement),
    element("system-out", {}, runs.join("\n")),
    element("system-err", {}, ""),
  ]);
}

/** A turn that doesn't pass ends its conversation. */
function runLines(test: string, { runId, turnRuns, kind }: GoldenRunResult): string[] {
  if (turnRuns === undefined) return runId === undefined ? [] : [`${test}: run ${runId} ${kind}`];
  return turnRuns.map((id, index) => {
    return `${test}: turn ${index + 1}, run ${id} ${index === turnRuns.length - 1 ? kind : "passed"}`;
  });
}

const elementOfKind = { failed: "failure", errored: "error" } as const;

function testElement(report: TestReport): string {
  const { file, outcome, took } = report;
  const attributes = { name: outcome.test.name, classname: file, time: seconds(took) };
  const { kind } = outcome;
  if (kind === "passed") return element("testcase", attributes);
  const problems = problemsOf(report);
  const message = problems[0] ?? kind;
  const type = outcome.failure?.kind ?? "check";
  const child =
    kind === "canceled"
      ? element("skipped", {})
      : element(elementOfKind[kind], { message, type }, detailLines(report).join("\n"));
  return element("testcase", attributes, [child]);
}

/** All that failed, with lines and values. */
function detailLines({ file, outcome }: TestReport): string[] {
  const { failure, failures, test } = outcome;
  const at = ({ line, column }: { line: number; column: number }): string => `${file}:${line}:${column}`;
  const lines = failure ? [`${at(failure.range ?? test.nameRange)}: ${failure.sentence}`] : [];
  for (const { range, message, results } of failures) {
    lines.push(`${at(range)}: ${message}`);
    const [first] = results;
    if (first?.result.expected !== undefined) lines.push(`expected ${first.result.expected}`);
    if (first?.result.actual !== undefined) lines.push(`actual ${first.result.actual}`);
    for (const { runId } of results) lines.push(`run ${runId}`);
  }
  return lines;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(3);
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  content?: string | readonly string[],
): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value, true)}"`);
  const open = `<${name}${pairs.join("")}`;
  if (content === undefined) return `${open}/>`;
  if (typeof content === "string") return `${open}>${escaped(content)}</${name}>`;
  return content.length === 0 ? `${open}/>` : `${open}>\n${content.join("\n")}\n</${name}>`;
}

/** Characters that XML 1.0 can't contain: control characters, halves of pairs, and two code points. */
const invalidXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escaped(text: string, isAttribute = false): string {
  const plain = text
    .replaceAll(invalidXml, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\r", "&#13;");
  const harmless = plainXml(plain);
  return isAttribute ? harmless.replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;") : harmless;
}
