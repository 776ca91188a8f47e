import { describe, expect, test } from "vitest";
import { type ListQuery, listQueryOf, queryTextOf } from "../../../../src/runs/query/listQuery.ts";

const session = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";
const hour = 3_600_000;

describe("a query that the app's list answers", () => {
  test.each<[string, ListQuery]>([
    ["", {}],
    ["status:failed", { statuses: ["failed"] }],
    ["status:waiting,running,FAILED,waiting", { statuses: ["awaiting_input", "started", "failed"] }],
    ['status:"waiting",waiting,"Failed"', { statuses: ["waiting", "awaiting_input", "Failed"] }],
    ['status:"of the future" user:ann', { statuses: ["of the future"], userId: "ann" }],
    [`Session:${session} since:24h`, { sessionId: session, maxAge: 24 * hour }],
    ['user:"a*b c"', { userId: "a*b c" }],
  ])("%s", (text, query) => expect(listQueryOf(text)).toEqual(query));

  test.each([
    "refund",
    '"charged twice" status:failed',
    "-status:failed",
    "status:fail*",
    "user:anna*",
    "user:a,b",
    "status:failed status:started",
    "user:a user:b",
    "session:s-12",
    "since:0s",
    "since:yesterday",
    "until:7d",
    "tool:issue_refund",
    "input.amount:>1000",
    "tol:x",
    'user:"a',
  ])("isn't %s", (text) => expect(listQueryOf(text)).toBeUndefined());
});

test.each<[ListQuery, string]>([
  [{}, ""],
  [{ statuses: [], userId: "" }, ""],
  [{ statuses: ["failed", "started"], userId: "a b" }, 'status:started,failed user:"a b"'],
  [{ statuses: ["waiting", "running"] }, 'status:"running","waiting"'],
  [{ statuses: ["Failed", "failed"] }, 'status:failed,"Failed"'],
  [{ userId: 'the "late" one' }, String.raw`user:"the \"late\" one"`],
  [{ statuses: ['a"b'], userId: "at\\home" }, String.raw`status:"a\"b" user:at\home`],
  [{ userId: "at home\\" }, String.raw`user:"at home\\"`],
  [{ sessionId: session }, `session:${session}`],
  [{ maxAge: hour }, "since:1h"],
  [{ maxAge: 24 * hour }, "since:24h"],
  [{ maxAge: 7 * 24 * hour }, "since:7d"],
  [{ maxAge: 90_000 }, "since:90s"],
  [{ maxAge: 1_001 }, "since:1001ms"],
])("%j is written as a query, and read as the same", (query, text) => {
  expect(queryTextOf(query)).toBe(text);
  expect(listQueryOf(text)).toEqual(
    text === "" ? {} : { ...query, ...(query.statuses && { statuses: query.statuses.toReversed() }) },
  );
});

test("words of a filter are words of the query", () => {
  expect(queryTextOf({ statuses: ["failed"] }, "refund")).toBe("status:failed refund");
  expect(queryTextOf({}, ' charged "twice": ')).toBe(String.raw`"charged \"twice\":"`);
});
