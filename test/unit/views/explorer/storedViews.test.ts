import { expect, test } from "vitest";
import { readStoredView } from "../../../../src/views/explorer/layoutStore.ts";

const view = { id: "v", name: "Failed", filter: { statuses: ["failed"] } };
const stored = { connectionId: "c", view, order: 1 };

test.each([
  undefined,
  null,
  1,
  "text",
  [stored],
  {},
  view,
  { ...stored, connectionId: 1 },
  { ...stored, view: undefined },
  { ...stored, view: [view] },
  { ...stored, view: { ...view, id: 1 } },
  { ...stored, view: { ...view, name: null } },
  { ...stored, view: { ...view, filter: undefined } },
  { ...stored, view: { ...view, filter: [] } },
  { ...stored, view: { ...view, filter: { statuses: "failed" } } },
  { ...stored, view: { ...view, filter: { later: 1 } } },
])("%j is no saved view", (value) => {
  expect(readStoredView(value)).toBeUndefined();
});

test("a view keeps what a later version adds, and its filter is tidied", () => {
  const later = { ...view, filter: { statuses: ["failed", "failed"], text: " " }, later: 1 };
  expect(readStoredView({ ...stored, view: later })).toStrictEqual({ ...stored, view: { ...view, later: 1 } });
});

test("a view without an order comes first", () => {
  expect(readStoredView({ ...stored, order: "1" })).toStrictEqual({ ...stored, order: 0 });
});
