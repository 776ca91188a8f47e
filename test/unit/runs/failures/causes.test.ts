import { describe, expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { factsOfRun, failureFacts } from "#runs/facts/factsOfRun.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import { causeMessage, causesOf, causeTitle, fingerprintOf } from "#runs/failures/causes.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { misplaced, readFamilies } from "../../../support/failures/families.ts";
import { seededCauses, seededFailures, seededNumbers } from "../../../support/failures/seededRuns.ts";

const failed = (id: string, error: RunFacts["error"], more: Partial<RunFacts> = {}): RunFacts => ({
  id,
  status: "failed",
  error,
  tools: [],
  nodes: [],
  waits: [],
  unanswered: 0,
  hasEvents: true,
  ...more,
});

describe("1,000 failed runs with 12 causes", () => {
  const runs = seededFailures(1_000);
  const causes = causesOf(runs);

  test("are 12 groups, each with the runs of one cause", () => {
    expect(causes).toHaveLength(12);
    for (const { runs: own } of causes) {
      const seeds = new Set(own.map(({ id }) => Number(id.slice("run-".length)) % seededCauses.length));
      expect(seeds.size).toBe(1);
    }
    expect(causes.map(({ runs: own }) => own.length)).toEqual([84, 84, 84, 84, ...Array<number>(8).fill(83)]);
  });
});

test("a mocked failure is no cause", () => {
  const runs = [failed("a", { message: "No" }), failed("b", { message: "[MOCKED] No", mocked: true })];
  expect(causesOf(runs).map(({ runs: own }) => own.map(({ id }) => id))).toEqual([["a"]]);
});

describe("the message of a cause", () => {
  test.each<[string, string[], string]>([
    ["shows a range of numbers", ["Line 214 has 7", "Line 12 has 7", "Line 480 has 7"], "Line 12–480 has 7"],
    ["keeps the unit around a range", ["No answer in 9.5 s", "No answer in 60 s"], "No answer in 9.5–60 s"],
    ["says the kind where the units differ", ["No answer in 900 ms", "No answer in 60 s"], "No answer in ‹time›"],
    ["takes a list of values as one", ["Rows 1, 2 and 3 are bad", "Rows 4 are bad"], "Rows ‹number› are bad"],
    ["shows nothing of left out data as equal", ['Bad {"a": 1} here', 'Bad {"a": 2} here'], "Bad ‹data› here"],
  ])("%s", (_, messages, shown) => {
    const [cause, ...others] = causesOf(messages.map((message, at) => failed(`${at}`, { type: "T", message })));
    expect(others).toEqual([]);
    expect(causeMessage(cause!)).toBe(shown);
  });
});

test("causes are the same before and after the steps of some runs or all of them are known", () => {
  const random = seededNumbers(12);
  const pick = <T>(...items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const messages = ["No answer within 30 s", "get_order: no connection", "", "search failed"];
  const runs = Array.from({ length: 200 }, (_, n): Run => {
    const message = pick(...messages);
    const error = pick<unknown>(
      message,
      { code: pick("timeout", "bad_request"), message },
      { message, failed_nodes: [{ name: pick("crm", "Agent"), error_message: message }] },
      { message, details: { tool: "get_order" } },
    );
    return { id: `run-${n}`, status: "failed", error };
  });
  const call = { id: "1", sequence: 1, kind: "tool", input: {}, result: undefined, progress: "" } as const;
  const stepsOf = (): StoryStep[] =>
    pick<string[]>([], ["search"], ["get_order"], ["search", "get_order"]).map((name) => ({
      ...call,
      name,
      state: pick("failed", "finished", "unfinished"),
    }));
  const seen = (isRead: () => boolean) =>
    causesOf(runs.map((run) => factsOfRun(run, isRead() ? { steps: stepsOf() } : {}))).map((cause) => ({
      id: cause.id,
      title: causeTitle(cause),
      runs: cause.runs.map(({ id }) => id),
    }));
  const before = seen(() => false);
  expect(before.length).toBeGreaterThan(5);
  expect(seen(() => random() < 0.5)).toEqual(before);
  expect(seen(() => true)).toEqual(before);
});

test("the fingerprints of 60 messages never mix two of 20 families, and keep each together", () => {
  const messages = readFamilies("errorFamilies.txt");
  expect(messages).toHaveLength(60);
  expect(misplaced(messages, (error) => fingerprintOf(error).id)).toEqual([]);
});

test("the fingerprints of 120 messages that the patterns weren't made with never mix two families, and 112 are right", () => {
  const messages = readFamilies("unseenFamilies.txt");
  expect(messages).toHaveLength(120);
  const wrong = misplaced(messages, (error) => fingerprintOf(error).id);
  expect(wrong.filter((each) => each.includes("(mixed)"))).toEqual([]);
  expect(wrong).toHaveLength(8);
});

const idOf = (type: string, message: string): string => fingerprintOf({ type, message, place: "Score lead" }).id;

describe("what decides the cause of an error isn't left out", () => {
  test.each<[what: string, type: string, one: string, other: string]>([
    ["a missing key", "KeyError", "'customer_id'", "'invoice_id'"],
    ["a missing key in words", "KeyError", "'Order ID'", "'Straße'"],
    ["a missing key after its exception", "", "KeyError: 'customer_id'", "KeyError: 'invoice_id'"],
    ["an attribute", "AttributeError", "'str' object has no attribute 'get'", "'str' object has no attribute 'items'"],
    ["the object", "AttributeError", "'str' object has no attribute 'get'", "'NoneType' object has no attribute 'get'"],
    ["a name", "NameError", "name 'customer' is not defined", "name 'invoice' is not defined"],
    ["a module", "ModuleNotFoundError", "No module named 'pandas'", "No module named 'google.auth'"],
    [
      "an argument",
      "TypeError",
      "score() missing 1 required argument: 'lead'",
      "score() missing 1 required argument: 'user'",
    ],
    ["a list of arguments", "TypeError", "missing 2 arguments: 'a' and 'b'", "missing 2 arguments: 'a' and 'c'"],
    [
      "a type",
      "TypeError",
      `can only concatenate str (not "int") to str`,
      `can only concatenate str (not "NoneType") to str`,
    ],
    [
      "a property",
      "TypeError",
      "Cannot read properties of undefined (reading 'id')",
      "Cannot read properties of undefined (reading 'name')",
    ],
    [
      "a field of a model",
      "ValidationError",
      "1 error for Lead\ntotal\n  Field required",
      "1 error for Lead\ncurrency\n  Field required",
    ],
    [
      "a field in a list",
      "ValidationError",
      "1 error for Lead\nlines.0.order.total\n  Bad",
      "1 error for Lead\nlines.0.order.tax\n  Bad",
    ],
    ["a column", "UndefinedColumn", 'column "order_total" does not exist', 'column "order_tax" does not exist'],
    [
      "a column without quotes",
      "UndefinedColumn",
      "column orders.total does not exist",
      "column orders.tax does not exist",
    ],
    [
      "a constraint",
      "UniqueViolation",
      'violates unique constraint "users_email_key"',
      'violates unique constraint "users_name_key"',
    ],
    [
      "a variable",
      "ConfigError",
      "environment variable OPENAI_API_KEY is not set",
      "environment variable CRM_API_KEY is not set",
    ],
    ["a required property", "ValidationError", "'total' is a required property", "'currency' is a required property"],
    ["a tool", "ToolError", "Unknown tool: issue_refund", "Unknown tool: get_policy"],
    ["the first argument of an error", "OperationalError", '(1054, "Unknown column")', '(2013, "Lost connection")'],
    [
      "a column in an argument",
      "DataError",
      `(1406, "Data too long for column 'a'")`,
      `(1406, "Data too long for column 'b'")`,
    ],
    ["a package", "Error", "Cannot find module '@slack/web-api'", "Cannot find module '@slack/bolt'"],
    ["a sentence in quotes", "KeyError", "'The order has no total'", "'The order has no currency'"],
    ["a column of a table", "KeyError", `"['total'] not in index"`, `"['currency'] not in index"`],
    ["an exit code", "CodeError", "Script exited with code 1 after 2 s", "Script exited with code 137 after 2 s"],
    [
      "a field in JSON",
      "HTTPError",
      '422: {"field":"quantity","reason":"must be positive"}',
      '422: {"field":"price","reason":"must be positive"}',
    ],
    [
      "a place in JSON",
      "HTTPError",
      '422: {"detail":[{"loc":["body","total"],"msg":"required"}]}',
      '422: {"detail":[{"loc":["body","tax"],"msg":"required"}]}',
    ],
    [
      "a sentence in JSON",
      "HTTPError",
      '422: {"detail":[{"loc":["body"],"msg":"too long"}]}',
      '422: {"detail":[{"loc":["body"],"msg":"required"}]}',
    ],
  ])("%s", (_, type, one, other) => {
    expect(idOf(type, one)).not.toBe(idOf(type, other));
  });

  test.each<[what: string, type: string, one: string, other: string]>([
    ["an id as a key", "KeyError", "'ord_9F2C'", "'ord_77AB'"],
    ["a number as a key", "KeyError", "48213", "48214"],
    ["an address as a key", "KeyError", "'ann@example.com'", "'bob@example.com'"],
    [
      "a place in a list",
      "ValidationError",
      "1 error for Lead\nlines.0.total\n  Bad",
      "1 error for Lead\nlines.12.total\n  Bad",
    ],
    [
      "a text that is no number",
      "ValueError",
      "could not convert string to float: 'n/a'",
      "could not convert string to float: 'about 7'",
    ],
    [
      "a kind of file",
      "ValueError",
      "files of type 'image/heic' can't be read",
      "files of type 'text/csv' can't be read",
    ],
    ["a person", "PermissionError", "user 'ann' may not read", "user 'bob' may not read"],
    ["a file", "FileNotFoundError", "No such file or directory: 'a.csv'", "No such file or directory: 'b.csv'"],
    ["the id of a run in JSON", "HTTPError", '422: {"reason":"bad","run":"a1"}', '422: {"reason":"bad","run":"b2"}'],
  ])("but a value is: %s", (_, type, one, other) => {
    expect(idOf(type, one)).toBe(idOf(type, other));
  });
});

test("a long traceback keeps its exception", () => {
  const frames =
    '  File "/usr/lib/python3.12/asyncio/runners.py", line 195, in run\n    return runner.run(main)\n'.repeat(60);
  const failureOf = (key: string) =>
    failureFacts({ code: "KeyError", message: `Traceback (most recent call last):\n${frames}KeyError: '${key}'` });
  expect(failureOf("customer_id").message).toBe("KeyError: 'customer_id'");
  expect(fingerprintOf(failureOf("customer_id")).id).not.toBe(fingerprintOf(failureOf("invoice_id")).id);
});

test("the text of an exception inside a message tells causes apart", () => {
  const printOf = (why: string): string =>
    fingerprintOf({ type: "ConnectionError", message: `Max retries (Caused by NewConnectionError('<x>: ${why}'))` }).id;
  expect(printOf("Connection refused")).not.toBe(printOf("Name or service not known"));
});
