import { describe, expect, test } from "vitest";
import { parseOwnJson } from "#base/json/parseJson.ts";
import { readAs } from "#base/stored.ts";
import { readDraft } from "#model/readDraft.ts";
import { keptDraftSchema, recordSchema } from "#workbench/inputRequests/core/answerStore.ts";

const ref = { connectionId: "c", runId: "r", requestId: "q" };

describe("a stored draft", () => {
  test.each(["connectionId", "runId", "requestId", "draft"])("needs its %s", (field) => {
    const kept = { ...ref, draft: { reason: "No" }, at: 1 };
    expect(readAs(keptDraftSchema, { ...kept, [field]: 1 })).toBeUndefined();
  });

  test.each([
    [{ rejecting: false, reason: 1, feedback: null }, {}],
    [
      { params: { a: "1", b: 2 }, reason: "No" },
      { params: { a: "1" }, reason: "No" },
    ],
    [{ answers: { a: { selected: ["x", 1] }, b: {}, c: 1 } }, { answers: { a: { selected: ["x"], custom: "" } } }],
  ])("of %j keeps what can be read", (draft, read) => {
    expect(readDraft(draft)).toEqual(read);
  });

  test("keeps a parameter of any name", () => {
    const draft = JSON.parse('{"params":{"__proto__":"1","constructor":"2"}}') as unknown;
    expect(JSON.stringify(readDraft(draft))).toBe('{"params":{"__proto__":"1","constructor":"2"}}');
  });
});

describe("a stored answer", () => {
  const record = { ...ref, answer: { type: "approval", request_id: "q", approved: true }, at: 1, certain: true };

  test.each(["connectionId", "runId", "requestId", "at", "answer"])("needs its %s", (field) => {
    expect(readAs(recordSchema, { ...record, [field]: { type: "vote" } })).toBeUndefined();
  });

  test("loses a sender and an earlier answer that can't be read, and isn't certain without a yes", () => {
    const stored = { ...record, sender: 1, earlier: { ...record, at: "1" }, certain: "yes" };
    expect(readAs(recordSchema, stored)).toEqual({ ...record, certain: false });
  });

  test("keeps exact numbers and parameters of any name", () => {
    const text = '{"type":"approval","approved":true,"params":{"__proto__":1,"n":{"\\u0000n":"1.0"}}}';
    const answer = parseOwnJson(text);
    expect(readAs(recordSchema, { ...record, answer })?.answer).toBe(answer);
  });
});
