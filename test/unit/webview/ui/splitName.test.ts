import { expect, test } from "vitest";
import { splitName } from "../../../../src/webview/ui/splitName.ts";
import { growsWith } from "../../../support/growth.ts";

test.each([
  ["Evidence agent 1", ["Evidence agent", " 1"]],
  ["Evidence agent (2)", ["Evidence agent", " (2)"]],
  ["lookup_customer", ["lookup", "_customer"]],
  ["github:search-code", ["github:search", "-code"]],
  ["FlowNodeFailureException", ["FlowNodeFailureExce", "ption"]],
  ["a_name_with_averylongend", ["a_name_with_averylo", "ngend"]],
  ["Iteration 1", ["Iteration 1", ""]],
  ["退款代理服务处理客户投诉一号", ["退款代理服务处理客", "户投诉一号"]],
  ["👍👍👍👍👍👍👍👍👍👍👍👍👍", ["👍👍👍👍👍👍👍👍", "👍👍👍👍👍"]],
])("%s is cut before its end", (name, parts) => expect(splitName(name)).toEqual(parts));

test("the time for a name of signs alone grows as its length does", () => {
  const signs = (length: number): string => `${"[".repeat(length / 2)}{"a":"1"}${"]".repeat(length / 2)}`;
  expect(growsWith(splitName, signs, { short: 500, long: 2_000 })).toBe(false);
});
