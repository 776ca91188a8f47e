import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnswerDraft } from "../../../src/model/answerDraft.ts";
import type { PanelMessage } from "../../../src/protocol/messages.ts";
import { parsePanelMessage } from "../../../src/protocol/parsePanelMessage.ts";

const actions = [
  "cancel",
  "compareWithSelected",
  "copyAsCurl",
  "export",
  "filterBySession",
  "filterByUser",
  "openExport",
  "openInput",
  "openOutput",
  "openRun",
  "openText",
  "replaceKey",
  "retry",
  "runAgain",
  "runAgainWithEdits",
  "saveOutput",
  "selectForCompare",
  "showLog",
  "switchConnection",
] as const;

const eventUses = ["copy", "open"] as const;
const callUses = ["copy", "open", "show"] as const;
const callSides = ["input", "result", "output"] as const;
const valueUses = ["copy", "open", "save", "show"] as const;
const sides = ["input", "output"] as const;
const key = fc.oneof(fc.string(), fc.nat());

const decisions = ["approve", "reject", "answer"] as const;
const texts = fc.dictionary(fc.string(), fc.string());
const draft = fc.record(
  {
    params: texts,
    rejecting: fc.constant(true),
    reason: fc.string(),
    feedback: fc.string(),
    answers: fc.dictionary(fc.string(), fc.record({ selected: fc.array(fc.string()), custom: fc.string() })),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const requestId = fc.string();

const ours = fc.oneof<fc.Arbitrary<PanelMessage>[]>(
  fc.constant({ type: "ready" }),
  fc.constant({ type: "searchPast" }),
  fc.record({ type: fc.constant("search"), query: fc.string() }),
  fc.record({ type: fc.constant("ack"), batch: fc.maxSafeInteger() }),
  fc.record({ type: fc.constant("inView"), part: fc.constantFrom("story" as const, "rows" as const) }),
  fc.record({ type: fc.constant("showEvent"), sequence: fc.maxSafeInteger() }),
  fc.record({ type: fc.constant("loadRows"), sequence: fc.maxSafeInteger() }),
  fc.record({ type: fc.constant("loadGap"), from: fc.maxSafeInteger(), to: fc.maxSafeInteger() }),
  fc.record({ type: fc.constant("copy"), text: fc.string() }),
  fc.record({ type: fc.constant("openLink"), address: fc.webUrl() }),
  fc.record({ type: fc.constant("useEvent"), use: fc.constantFrom(...eventUses), sequence: fc.maxSafeInteger() }),
  fc.record({
    type: fc.constant("useCall"),
    use: fc.constantFrom(...callUses),
    id: fc.string(),
    side: fc.constantFrom(...callSides),
  }),
  fc.record({
    type: fc.constant("useValue"),
    use: fc.constantFrom(...valueUses),
    side: fc.constantFrom(...sides),
    path: fc.array(key),
  }),
  fc.record({ type: fc.constant("draft"), requestId, draft }),
  fc.record({ type: fc.constant("answer"), requestId, draft, decision: fc.constantFrom(...decisions) }),
  fc.record({ type: fc.constant("dismissRequest"), requestId }),
  fc.record({ type: fc.constant("answerInEditor"), requestId }),
  fc.record({ type: fc.constant("openLiveView"), requestId }),
  fc.record({ type: fc.constant("action"), action: fc.constantFrom(...actions) }),
);

describe("a message out of a webview", () => {
  test("that is ours is taken as it is, without what stands beside it", () => {
    fc.assert(
      fc.property(ours, fc.string(), (message, extra) => {
        expect(parsePanelMessage(message)).toEqual(message);
        expect(parsePanelMessage({ ...message, extra })).toEqual(message);
      }),
    );
  });

  test("that is anything is nothing, or exactly one of ours", () => {
    const names = [
      "ready",
      "ack",
      "inView",
      "showEvent",
      "copy",
      "openLink",
      "action",
      "useEvent",
      "useValue",
      "useCall",
      "loadRows",
      "loadGap",
      "search",
      "searchPast",
      "delta",
      "draft",
      "answer",
      "dismissRequest",
      "answerInEditor",
      "openLiveView",
    ];
    const types = fc.oneof(fc.constantFrom(...names), fc.anything());
    const lookalike = fc.record(
      {
        type: types,
        batch: fc.anything(),
        sequence: fc.anything(),
        text: fc.anything(),
        query: fc.anything(),
        id: fc.anything(),
        address: fc.anything(),
        action: fc.anything(),
        requestId: fc.oneof(requestId, fc.anything()),
        draft: fc.oneof(draft, fc.anything()),
        decision: fc.oneof(fc.constantFrom(...decisions), fc.anything()),
        use: fc.oneof(fc.constantFrom(...valueUses), fc.anything()),
        side: fc.oneof(fc.constantFrom(...sides, ...callSides), fc.anything()),
        path: fc.oneof(fc.array(fc.oneof(key, fc.anything())), fc.anything()),
      },
      { requiredKeys: [] },
    );
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(fc.anything(), lookalike), (value) => {
        const parsed = parsePanelMessage(value);
        if (!parsed) return;
        taken++;
        expect(isOurs(parsed)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  test.each<[unknown]>([
    [undefined],
    [null],
    ["ready"],
    [["ready"]],
    [{}],
    [{ type: "READY" }],
    [{ type: "snapshot" }],
    [{ type: "ack" }],
    [{ type: "ack", batch: "1" }],
    [{ type: "ack", batch: 1.5 }],
    [{ type: "inView" }],
    [{ type: "inView", part: "tab" }],
    [{ type: "ack", batch: Number.NaN }],
    [{ type: "showEvent", sequence: Number.POSITIVE_INFINITY }],
    [{ type: "loadGap", from: 1 }],
    [{ type: "copy", text: { toString: () => "x" } }],
    [{ type: "openLink" }],
    [{ type: "openLink", address: "" }],
    [{ type: "openLink", address: "example.com" }],
    [{ type: "openLink", address: "//example.com" }],
    [{ type: "openLink", address: "javascript:alert(1)" }],
    [{ type: "openLink", address: " javascript:alert(1)" }],
    [{ type: "openLink", address: "data:text/html,x" }],
    [{ type: "openLink", address: "file:///etc/passwd" }],
    [{ type: "openLink", address: "vscode://publisher.extension/path" }],
    [{ type: "openLink", address: "command:workbench.action.quit" }],
    [{ type: "openLink", address: `https://example.com/${"x".repeat(10_000)}` }],
    [{ type: "openLink", address: ["https://example.com"] }],
    [{ type: "useEvent", use: "save", sequence: 1 }],
    [{ type: "useValue", use: "save", side: "error", path: [] }],
    [{ type: "useValue", use: "save", side: "output", path: "a" }],
    [{ type: "useValue", use: "save", side: "output", path: [-1] }],
    [{ type: "useValue", use: "save", side: "output", path: [{}] }],
    [{ type: "useCall", use: "save", id: "1", side: "result" }],
    [{ type: "useCall", use: "open", id: 1, side: "result" }],
    [{ type: "useCall", use: "open", id: "1", side: "files" }],
    [{ type: "useValue", use: "delete", side: "output", path: [] }],
    [{ type: "draft", requestId: 1, draft: {} }],
    [{ type: "draft", requestId: "r" }],
    [{ type: "draft", requestId: "r", draft: "text" }],
    [{ type: "answer", requestId: "r", draft: {} }],
    [{ type: "answer", requestId: "r", draft: {}, decision: "approved" }],
    [{ type: "answer", requestId: "r", draft: [], decision: "approve" }],
    [{ type: "dismissRequest" }],
    [{ type: "action" }],
    [{ type: "action", action: "toString" }],
    [{ type: "action", action: "__proto__" }],
    [{ type: "action", action: "deleteEverything" }],
    [{ type: "action", action: ["cancel"] }],
    [{ type: "action", action: { toString: 1, valueOf: 1 } }],
  ])("%j is none of ours", (value) => {
    expect(parsePanelMessage(value)).toBeUndefined();
  });
});

function isKey(step: string | number): boolean {
  return typeof step === "string" || (Number.isSafeInteger(step) && step >= 0);
}

function isDraft({ params = {}, reason = "", feedback = "", answers = {} }: AnswerDraft): boolean {
  const words = [
    ...Object.values(params),
    reason,
    feedback,
    ...Object.values(answers).flatMap((one) => [...one.selected, one.custom]),
  ];
  return words.every((word) => typeof word === "string");
}

function isOurs(message: PanelMessage): boolean {
  switch (message.type) {
    case "search":
      return typeof message.query === "string";
    case "ready":
    case "searchPast":
      return Object.keys(message).length === 1;
    case "ack":
      return Number.isSafeInteger(message.batch);
    case "inView":
      return ["story", "rows"].includes(message.part);
    case "showEvent":
    case "loadRows":
      return Number.isSafeInteger(message.sequence);
    case "loadGap":
      return Number.isSafeInteger(message.from) && Number.isSafeInteger(message.to);
    case "useEvent":
      return Number.isSafeInteger(message.sequence) && eventUses.includes(message.use);
    case "useCall":
      return callUses.includes(message.use) && callSides.includes(message.side) && typeof message.id === "string";
    case "useValue":
      return valueUses.includes(message.use) && sides.includes(message.side) && message.path.every(isKey);
    case "useFile":
      return ["save", "show"].includes(message.use) && message.place.path.every(isKey);
    case "draft":
      return typeof message.requestId === "string" && isDraft(message.draft);
    case "answer":
      return typeof message.requestId === "string" && isDraft(message.draft) && decisions.includes(message.decision);
    case "dismissRequest":
    case "answerInEditor":
    case "openLiveView":
      return typeof message.requestId === "string";
    case "copy":
      return typeof message.text === "string";
    case "openLink":
      return /^(https?|mailto):/i.test(message.address);
    case "action":
      return actions.includes(message.action);
  }
}
