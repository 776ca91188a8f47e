import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAs } from "#base/stored.ts";
import { panelMessage } from "#workbench/panel/page/messages.ts";
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
        expect(readAs(panelMessage, message)).toEqual(message);
        expect(readAs(panelMessage, { ...message, extra })).toEqual(message);
      }),
    );
  });

  test("of any kind is refused or exactly valid", () => {
    const names = [
      ...["ready", "ack", "showEvent", "copy", "openLink", "openAttachment", "action"],
      ...["useEvent", "useValue", "useCall", "loadRows", "loadGap", "search", "searchPast", "delta"],
      ...["draft", "answer", "dismissRequest", "answerInEditor", "openLiveView", "places"],
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
        const parsed = readAs(panelMessage, value);
        if (!parsed) return;
        taken++;
        expect(isOurs(parsed)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  const addresses = [
    ...["", "example.com", "//example.com", "javascript:alert(1)", " javascript:alert(1)", "data:text/html,x"],
    ...["file:///etc/passwd", "vscode://publisher.extension/path", "command:workbench.action.quit"],
    ...[`https://example.com/${"x".repeat(10_000)}`, ["https://example.com"]],
  ];
  const wrongActions = ["toString", "__proto__", "deleteEverything", ["cancel"], { toString: 1, valueOf: 1 }];
  /** By type, what else a message has. */
  const wrong: Record<string, object[]> = {
    READY: [{}],
    snapshot: [{}],
    dismissRequest: [{}],
    loadGap: [{ from: 1 }],
    ack: [{}, { batch: "1" }, { batch: 1.5 }, { batch: Number.NaN }],
    showEvent: [{ sequence: Number.POSITIVE_INFINITY }, { sequence: 1.3 }],
    copy: [{ text: { toString: () => "x" } }],
    openLink: [{}, ...addresses.map((address) => ({ address }))],
    openAttachment: [{ index: -1 }, { index: "0" }],
    openFrame: [
      { id: "a", frame: -1 },
      { id: 1, frame: 0 },
    ],
    useEvent: [{ use: "save", sequence: 1 }],
    draft: [{ requestId: 1, draft: {} }, { requestId: "r" }, { requestId: "r", draft: "text" }],
    action: [{}, ...wrongActions.map((action) => ({ action }))],
  };
  const messages = Object.entries(wrong).flatMap(([type, all]) => all.map((part) => ({ type, ...part })));

  test.each<[unknown]>([
    ...[undefined, null, "ready", ["ready"], {}, ...messages].map((message): [unknown] => [message]),
    [{ type: "useValue", use: "save", side: "error", path: [] }],
    [{ type: "useValue", use: "save", side: "output", path: [-1] }],
    [{ type: "useValue", use: "delete", side: "output", path: [] }],
    [{ type: "useCall", use: "save", id: "1", side: "result" }],
    [{ type: "useCall", use: "open", id: "1", side: "files" }],
    [{ type: "answer", requestId: "r", draft: {} }],
    [{ type: "answer", requestId: "r", draft: {}, decision: "approved" }],
  ])("%j is refused", (value) => {
    expect(readAs(panelMessage, value)).toBeUndefined();
  });
});
