import fc from "fast-check";
import { expect, test } from "vitest";
import { readAs } from "#base/stored.ts";
import type { AnswerDraft } from "#model/answerDraft.ts";
import { readDraft } from "#model/readDraft.ts";
import { panelMessage, type PanelMessage } from "#workbench/panel/page/messages.ts";
import type { FileRef } from "#workbench/panel/page/valueViews.ts";
import { cases } from "../../../../support/cases.ts";
import { draft, json, nearly } from "../../../arbitraries.ts";

const whole = fc.integer({ min: 0 });
const text = fc.string({ maxLength: 20 });
const path = fc.array(fc.oneof(text, fc.nat()), { maxLength: 5 });

const ref: fc.Arbitrary<FileRef> = fc.oneof(
  fc.record({ in: fc.constantFrom("input", "output"), path }),
  fc.record({ in: fc.constant("call"), id: text, part: fc.constantFrom("input", "result", "output", "files"), path }),
  fc.record({ in: fc.constant("event"), sequence: whole, path }),
);

/** Its optional fields are absent or there: fast-check has no way to say so. */
const typed = draft as fc.Arbitrary<AnswerDraft>;

/** One of each kind that there is. */
const messages: { [Type in PanelMessage["type"]]: fc.Arbitrary<Extract<PanelMessage, { type: Type }>> } = {
  ready: fc.constant({ type: "ready" }),
  ack: fc.record({ type: fc.constant("ack"), batch: whole }),
  showEvent: fc.record({ type: fc.constant("showEvent"), sequence: whole }),
  loadRows: fc.record({ type: fc.constant("loadRows"), sequence: whole }),
  loadGap: fc.record({
    type: fc.constant("loadGap"),
    from: fc.integer({ min: 1, max: 9 }),
    to: fc.integer({ min: 9 }),
  }),
  act: fc.record({ type: fc.constant("act"), id: text }),
  search: fc.record({ type: fc.constant("search"), query: text }),
  searchPast: fc.constant({ type: "searchPast" }),
  searchCalls: fc.record({ type: fc.constant("searchCalls"), query: text }),
  copy: fc.record({ type: fc.constant("copy"), text }),
  openLink: fc.record({ type: fc.constant("openLink"), address: fc.webUrl() }),
  openFrame: fc.record({ type: fc.constant("openFrame"), id: text, frame: fc.nat() }),
  openSource: fc.record({ type: fc.constant("openSource"), id: text, name: text }),
  openAttachment: fc.record({ type: fc.constant("openAttachment"), index: fc.nat() }),
  useEvent: fc.record({ type: fc.constant("useEvent"), use: fc.constantFrom("copy", "open"), sequence: whole }),
  useCall: fc.record({
    type: fc.constant("useCall"),
    use: fc.constantFrom("copy", "open", "show"),
    id: text,
    side: fc.constantFrom("input", "result"),
  }),
  useValue: fc.record({
    type: fc.constant("useValue"),
    use: fc.constantFrom("copy", "open", "save", "show"),
    side: fc.constantFrom("input", "output"),
    path,
  }),
  useFile: fc.record({ type: fc.constant("useFile"), use: fc.constantFrom("save", "show"), ref }),
  draft: fc.record({ type: fc.constant("draft"), requestId: text, draft: typed }),
  answer: fc.record({
    type: fc.constant("answer"),
    requestId: text,
    draft: typed,
    decision: fc.constantFrom("approve", "reject", "answer"),
  }),
  dismissRequest: fc.record({ type: fc.constant("dismissRequest"), requestId: text }),
  answerInEditor: fc.record({ type: fc.constant("answerInEditor"), requestId: text }),
  openLiveView: fc.record({ type: fc.constant("openLiveView"), requestId: text }),
  places: fc.record({ type: fc.constant("places"), places: fc.record({ tab: text, places: json }) }),
  action: fc.record({ type: fc.constant("action"), action: fc.constantFrom("cancel", "retry", "openRun") }),
};
const any = fc.oneof(...Object.values(messages));

test("any other value is exactly a valid message, or refused", () => {
  const hostile = fc.constantFrom<unknown>(
    { type: "action", action: "__proto__" },
    { type: "action", action: "constructor" },
    { type: ["ready"] },
    { type: "openLink", address: "command:workbench.action.quit" },
    { type: "openLink", address: "javascript:alert(1)" },
    { type: "openLink", address: "file:///etc/passwd" },
    { type: "useValue", use: "save", side: "__proto__", path: [] },
    { type: "useValue", use: "copy", side: "input", path: Array.from({ length: 1_000 }, () => "a") },
    { type: "copy", text: "x".repeat(100_000) },
    { type: "search", query: "(a+)+$" },
    Object.create({ type: "ready" }),
    new Map([["type", "ready"]]),
  );
  fc.assert(
    fc.property(fc.oneof({ weight: 20, arbitrary: nearly(any) }, { weight: 10, arbitrary: json }, hostile), (value) => {
      const message = readAs(panelMessage, value);
      if (message === undefined) return;
      expect(Object.hasOwn(messages, message.type)).toBe(true);
      // Field by field, so that no extra field is accepted.
      const { draft, ...rest } = { draft: undefined, ...message };
      expect(value).toMatchObject(rest);
      expect(readDraft(draft)).toEqual(draft);
      expect(Object.getPrototypeOf(message)).toBe(Object.prototype);
      if (message.type === "openLink") expect(new URL(message.address).protocol).toMatch(/^(https?|mailto):$/);
      if (message.type === "action") expect(message.action).toMatch(/^[a-z]+[a-zA-Z]*$/);
    }),
    cases(),
  );
});
