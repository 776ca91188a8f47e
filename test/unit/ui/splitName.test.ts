import { expect, test } from "vitest";
import { splitName } from "../../../src/ui/splitName.ts";

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
