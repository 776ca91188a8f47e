import { describe, expect, test } from "vitest";
import { type ListQuery, listQueryOf, queryTextOf } from "#runs/query/listQuery.ts";

const hour = 3_600_000;

describe("a query that the app's list answers", () => {
  test.each<[string, ListQuery]>([
    ["", {}],
    ["status:failed", { statuses: ["failed"] }],
    ["status:waiting,running,FAILED,waiting", { statuses: ["awaiting_input", "started", "failed"] }],
    ['status:"waiting",waiting,"Failed"', { statuses: ["waiting", "awaiting_input", "Failed"] }],
    ['user:"a*b c"', { userId: "a*b c" }],
  ])("%s", (text, query) => expect(listQueryOf(text)).toEqual(query));

  test.each([
    "refund",
    '"charged twice" status:failed',
    "-status:failed",
    "status:fail*",
    "user:a,b",
    "session:s-12",
    "since:0s",
    "since:7d..2d",
    "tool:issue_refund",
    "input.amount:>1000",
    'user:"a',
  ])("isn't %s", (text) => expect(listQueryOf(text)).toBeUndefined());
});

test.each<[ListQuery, string]>([
  [{}, ""],
  [{ statuses: ["failed", "started"], userId: "a b" }, 'status:started,failed user:"a b"'],
  [{ statuses: ["waiting", "running"] }, 'status:"running","waiting"'],
  [{ userId: 'the "late" one' }, String.raw`user:"the \"late\" one"`],
  [{ statuses: ['a"b'], userId: "at\\home" }, String.raw`status:"a\"b" user:at\home`],
  [{ maxAge: hour }, "since:1h"],
  [{ maxAge: 1_001 }, "since:1001ms"],
])("%j is written as a query, and read as the same", (query, text) => {
  expect(queryTextOf(query)).toBe(text);
  expect(listQueryOf(text)).toEqual(
    text === "" ? {} : { ...query, ...(query.statuses && { statuses: query.statuses.toReversed() }) },
  );
});

test("words of a filter are words of the query", () => {
  expect(queryTextOf({ statuses: ["failed"] }, "refund")).toBe("status:failed refund");
  expect(["OR", "a=1"].map((text) => queryTextOf({}, text))).toEqual(['"OR"', '"a=1"']);
  expect(queryTextOf({}, ' charged "twice": ')).toBe(String.raw`"charged \"twice\":"`);
});

test("connections are asked of the list of several alone", () => {
  const query = { connections: ["Billing", "Support, EU"], statuses: ["failed"] };
  const text = 'connection:Billing,"Support, EU" status:failed';
  expect(queryTextOf(query)).toBe(text);
  expect(listQueryOf(text, true)).toEqual(query);
  expect(listQueryOf(text)).toBeUndefined();
});
