import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePanelMessage } from "../../../src/protocol/parsePanelMessage.ts";
import {
  callSides,
  valueUses,
  sides,
  key,
  decisions,
  draft,
  requestId,
  ours,
  isOurs,
} from "./support/panelMessages.ts";

describe("a message from a webview", () => {
  test("that is valid is accepted unchanged, without extra fields", () => {
    fc.assert(
      fc.property(ours, fc.string(), (message, extra) => {
        expect(parsePanelMessage(message)).toEqual(message);
        expect(parsePanelMessage({ ...message, extra })).toEqual(message);
      }),
    );
  });

  test("of any kind is refused or exactly valid", () => {
    const names = [
      "ready",
      "ack",
      "inView",
      "showEvent",
      "copy",
      "openLink",
      "openAttachment",
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
      "places",
    ];
    const types = fc.oneof(fc.constantFrom(...names), fc.anything());
    const lookalike = fc.record(
      {
        type: types,
        batch: fc.anything(),
        index: fc.anything(),
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
        places: fc.oneof(fc.record({ tab: fc.string(), places: fc.anything() }), fc.anything()),
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
    [{ type: "showEvent", sequence: 1.3 }],
    [{ type: "loadGap", from: 1 }],
    [{ type: "copy", text: { toString: () => "x" } }],
    [{ type: "openLink" }],
    [{ type: "openAttachment", index: -1 }],
    [{ type: "openAttachment", index: "0" }],
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
  ])("%j is refused", (value) => {
    expect(parsePanelMessage(value)).toBeUndefined();
  });
});
