import { expect, test } from "vitest";
import { readStoredView } from "../../../../../src/features/explorer/vscode/layoutStore.ts";

const view = { id: "v", name: "Failed", filter: { statuses: ["failed"] } };
const stored = { connectionId: "c", view, order: 1 };

test.each(["id", "name", "filter"])("a saved view needs its %s", (field) => {
  expect(readStoredView({ ...stored, view: { ...view, [field]: 1 } })).toBeUndefined();
  expect(readStoredView({ ...stored, connectionId: 1 })).toBeUndefined();
});

test.each([
  [{ filter: { statuses: ["failed", "failed"], text: " " } }, "status:failed"],
  [{ filter: { userId: "a b", maxAge: 1_500, text: "charged twice" } }, 'user:"a b" since:1500ms "charged twice"'],
  [{ filter: {}, search: "tool:issue_refund" }, "tool:issue_refund"],
])("a view with %j, as it was stored, is read as its query", (of, query) => {
  const { id, name } = view;
  const later = { id, name, ...of, later: 1 };
  expect(readStoredView({ ...stored, view: later })).toStrictEqual({ ...stored, view: { id, name, query, later: 1 } });
});

test("a view keeps what a later version adds", () => {
  const later = { id: "v", name: "Failed", query: "status:failed", later: 1 };
  expect(readStoredView({ ...stored, view: later })).toStrictEqual({ ...stored, view: later });
});
