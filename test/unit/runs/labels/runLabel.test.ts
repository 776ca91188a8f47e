import { describe, expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { formatDay, formatDayTime, formatWhen } from "#model/times.ts";
import { errorSummary } from "#runs/labels/errorSummary.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import { runSentence } from "#runs/labels/runSentence.ts";

/** A Wednesday, in local time like everything on the screen. */
const now = new Date(2026, 5, 10, 18, 0, 0).getTime();
const at = (hours: number, minutes: number, seconds = 0, daysAgo = 0): number =>
  new Date(2026, 5, 10 - daysAgo, hours, minutes, seconds).getTime();
const iso = (time: number): string => new Date(time).toISOString();

/** The SDK's error for a run in which a node failed. */
const sdkError = {
  type: "FlowNodeFailureException",
  message: "Flow execution failed due to node failures: crm lookup",
  failed_nodes: [{ id: "node-4", name: "crm lookup", error_message: "401 from the CRM" }],
};

function run(status: string, started?: number, ended?: number, rest: Partial<Run> = {}): Run {
  return {
    id: "7f0e2b1c-2f0a-4f4e-9f4f-6e1a52f0a001",
    status,
    started_at: started === undefined ? undefined : iso(started),
    ended_at: ended === undefined ? undefined : iso(ended),
    ...rest,
  };
}

describe("a run's label", () => {
  test.each<[unknown, string]>([
    [{ ticket_subject: "Refund request over $500", name: "x" }, "Refund request over $500"],
    [{ a: 1, b: { c: "deep" }, d: "near" }, "near"],
    [{ title: "  two\n lines  of \t it " }, "two lines of it"],
  ])("for the input %j is %s", (input, label) => expect(runTitle(run("completed", now, now, { input }))).toBe(label));

  test.each([
    {},
    null,
    undefined,
    "",
    { question: " " },
    { amount: 480 },
    { messages: [{ role: "user", content: "" }] },
  ])("for the input %j without a text is the short id of a run", (input) =>
    expect(runTitle(run("completed", now, now, { input }))).toBe("Run 7f0e2b1c"),
  );

  test("does not reorder the text around it", () => {
    expect(runTitle({ id: "r1", status: "started", input: { title: "invoice\u202efdp.exe\u0007 of July" } })).toBe(
      "invoice fdp.exe of July",
    );
  });
});

describe("a run's sentence", () => {
  const node = { status: "skip", output: null };
  const text = (each: Run): string =>
    runSentence(each)
      .map((piece) => (piece.code ? `\`${piece.text}\`` : piece.text))
      .join("");
  test.each<[Run, string]>([
    [run("created"), "waiting for a worker"],
    [run("completed", now, now), "no output"],
    [run("failed", now, now, { error: sdkError }), "crm lookup: 401 from the CRM"],
    [run("failed", now, now, { error: { code: "timeout", message: "No answer" } }), "No answer `timeout`"],
    [
      run("failed", now, now, { error: { type: "KeyError", message: "app.py:3: KeyError: 'a'" } }),
      "app.py:3: KeyError: 'a'",
    ],
    [run("awaiting_input", now, undefined, { input_requests: [{ id: "1" }, { id: "2" }] }), "2 input requests"],
  ])("%#", (each, sentence) => expect(text(each)).toBe(sentence));

  const content = "## Refund\nWe refund **€5**.\n\n| step | when |\n|---|---|\n\nBye";
  test.each<[output: unknown, sentence: string]>([
    [{ category: "billing", long: ["x"], refund: 480 }, "`category` billing, `refund` 480"],
    [null, "no output"],
    [{ escalated: false, reply: "Hello Dana,\n\nyou get **€5** back.\n- Bob" }, "You get €5 back. Bob"],
    [{ reply: "## Items\n- **Fee**: 7\n- Tax: 1" }, "Items: Fee: 7; Tax: 1"],
    [{ reply: "| Item | Sum |\n| --- | --- |\n| Fee | 7 |" }, "Item | Sum; Fee | 7"],
    [{ reply: "| a |\n|---|".repeat(9), count: 2, ok: true }, "`count` 2, `ok` true"],
    [
      { a: { status: "success", output: { content: "A" } }, b: { status: "success", output: { content } }, c: node },
      "Refund We refund €5. Bye",
    ],
    [
      { left: { n: 6 }, each: { list: [1, 2] }, none: {}, both: { a: 1, b: 2 } },
      "`left` 6, `each` 2 items, `both` 2 fields",
    ],
    [{ output: "word ".repeat(60), files: [] }, `${"word ".repeat(31)}word…`],
  ])("for the output %j is %s", (output, sentence) =>
    expect(text(run("completed", now, now, { output }))).toBe(sentence),
  );
});

describe("times", () => {
  test("a day has its name while that is clear", () => {
    expect(formatWhen(at(9, 15, 21), now)).toBe("Today 09:15:21");
    expect(formatWhen(at(17, 2, 10, 1), now)).toBe("Yesterday 17:02:10");
    expect([0, 1, 2].map((days) => formatDayTime(at(17, 2, 10, days), now))).toEqual([
      "today 17:02",
      "yesterday 17:02",
      "Monday 17:02",
    ]);
    expect([2, 6, 7, 400].map((days) => formatDay(at(9, 0, 0, days), now))).toEqual([
      "Monday",
      "Thursday",
      "3 Jun",
      "6 May 2025",
    ]);
  });
});

test.each<[unknown, object]>([
  [
    { code: "a", message: "b" },
    { code: "a", message: "b" },
  ],
  [{ error: { type: "a", detail: "b" } }, { code: "a", message: "b" }],
  [undefined, { message: "" }],
  [{ x: 1 }, { message: '{"x":1}' }],
  [sdkError, { code: sdkError.type, message: "crm lookup: 401 from the CRM", nodes: "crm lookup: 401 from the CRM" }],
])("the summary of the error %j", (error, summary) => expect(errorSummary(error)).toEqual(summary));
