import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { junitReport } from "#features/golden/cli/junitReport.ts";
import type { OutcomeKind, TestReport } from "#features/golden/cli/testReport.ts";

interface Element {
  "#name": string;
  $?: Record<string, string>;
  $$?: Element[];
  _?: string;
}

/** The strict XML parser that vsce brings. */
const xml2js = createRequire(createRequire(import.meta.url).resolve("@vscode/vsce/package.json"))("xml2js") as {
  parseStringPromise(text: string, options: object): Promise<Record<string, Element>>;
};

async function parse(text: string): Promise<Element> {
  const options = { explicitChildren: true, preserveChildrenOrder: true, strict: true };
  const [root] = Object.values(await xml2js.parseStringPromise(text, options));
  return root!;
}

const range = { line: 12, column: 7, offset: 90, length: 4 };

function report(kind: OutcomeKind, name: string, file = "a.golden.json"): TestReport {
  const result = { index: 0, range, passed: false, sentence: "", expected: "480", actual: "620" };
  const failed = {
    index: 0,
    range,
    message: `input.amount is 620 ${name}`,
    results: [{ attempt: 1, runId: "r1", result }],
  };
  return {
    file,
    took: 1_234.5,
    outcome: {
      test: { name, range, nameRange: range },
      kind,
      description: name,
      runs: [{ attempt: 1, runId: "r1", kind, checks: [] }],
      failures: kind === "failed" ? [failed] : [],
      failure: kind === "errored" ? { kind: "refused", sentence: `No ${name}` } : undefined,
    },
  };
}

const suiteOf = (tests: TestReport[]) => ({ app: "https://app.example.com", started: 0, took: 5_000, tests });

/**
 * What the schemas of Apache Ant (JUnit.xsd) and Jenkins (junit-10.xsd) both ask for: for each element its attributes,
 * all of them required, and its children in their order.
 */
const shapes: Record<string, { attributes: string[]; children: RegExp }> = {
  testsuites: { attributes: [], children: /^(testsuite )*$/ },
  testsuite: {
    attributes: [
      ...["errors", "failures", "hostname", "id", "name", "package", "skipped", "tests", "time", "timestamp"],
    ],
    children: /^properties (testcase )*system-out system-err $/,
  },
  properties: { attributes: [], children: /^(property )*$/ },
  property: { attributes: ["name", "value"], children: /^$/ },
  testcase: { attributes: ["classname", "name", "time"], children: /^((failure|error|skipped) )?$/ },
  failure: { attributes: ["message", "type"], children: /^$/ },
  error: { attributes: ["message", "type"], children: /^$/ },
  skipped: { attributes: [], children: /^$/ },
  "system-out": { attributes: [], children: /^$/ },
  "system-err": { attributes: [], children: /^$/ },
};

function expectShape(element: Element): void {
  const { "#name": name, $: attributes = {}, $$: children = [] } = element;
  const shape = shapes[name];
  if (!shape) throw new Error(`${name} is in no schema.`);
  expect(Object.keys(attributes).sort(), name).toEqual(shape.attributes);
  expect(children.map((child) => `${child["#name"]} `).join(""), name).toMatch(shape.children);
  for (const count of ["tests", "failures", "errors", "skipped", "id"]) {
    if (count in attributes) expect(attributes[count]).toMatch(/^\d+$/);
  }
  if (attributes["time"] !== undefined) expect(attributes["time"]).toMatch(/^\d+\.\d{3}$/);
  if (attributes["timestamp"] !== undefined)
    expect(attributes["timestamp"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  children.forEach(expectShape);
}

test("each file is a suite with its counts, and each test says how it ended", async () => {
  const kinds: OutcomeKind[] = ["passed", "failed", "errored", "canceled"];
  const tests = [...kinds.map((kind) => report(kind, kind)), report("passed", "other", "b.golden.json")];
  const root = await parse(junitReport(suiteOf(tests)));
  expectShape(root);
  const [first, second] = root.$$ ?? [];
  expect(first?.$).toMatchObject({ name: "a.golden.json", tests: "4", failures: "1", errors: "1", skipped: "1" });
  expect(first?.$).toMatchObject({ time: "4.938", timestamp: "1970-01-01T00:00:00" });
  expect(second?.$).toMatchObject({ id: "1", name: "b.golden.json", tests: "1", failures: "0" });
  const cases = (first?.$$ ?? []).filter((each) => each["#name"] === "testcase");
  expect(cases.map(({ $ }) => $?.["name"])).toEqual(kinds);
  const [, failed, errored, canceled] = cases.map(({ $$ }) => $$?.[0]);
  expect(failed).toMatchObject({ "#name": "failure", $: { message: "input.amount is 620 failed", type: "check" } });
  const lines = ["a.golden.json:12:7: input.amount is 620 failed", "expected 480", "actual 620", "run r1"];
  expect(failed?._?.split("\n")).toEqual(lines);
  expect(errored).toMatchObject({ "#name": "error", $: { message: "No errored", type: "refused" } });
  expect(canceled).toMatchObject({ "#name": "skipped" });
});

const everyUnit = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).join("");

test.each(["\u0000\u001b[2J<&>\"'\r\n\t]]>\ud800\ufffe\u{1f600}\u0085", everyUnit, ""])(
  "any text of a run or a file is XML (%#)",
  async (text) => {
    const xml = junitReport(suiteOf([report("failed", text, text), report("errored", text, text)]));
    // Every code point that XML 1.0 allows, and no half of a pair.
    expect(xml).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
    const root = await parse(xml);
    expectShape(root);
    const testcase = root.$$?.[0]?.$$?.[1];
    const possible = text.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
    expect(testcase?.$?.["name"] === possible).toBe(true);
  },
);
