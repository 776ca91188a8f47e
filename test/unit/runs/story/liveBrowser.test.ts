import { describe, expect, test } from "vitest";
import { addressIn, liveBrowserOf } from "#runs/story/liveBrowser.ts";

const one = "https://live.example.com/s/1?token=a%2Fb";
const two = "https://live.example.com/s/2";

describe("the address of a live browser", () => {
  test.each<[string, unknown, string | undefined]>([
    ["a field", { output: { live_view_url: one } }, one],
    ["what Python writes", `{'title': 'Sign in', 'live_view_url': '${one}', 'ok': True}`, one],
    ["JSON in a text in a field", { content: { answer: JSON.stringify({ a: [{ live_view_url: one }] }) } }, one],
    ["a sentence", `Opened. live_view_url: ${one}\nPlease sign in.`, one],
    ["the last of several", [{ live_view_url: one }, `live_view_url=${two}`], two],
    ["an insecure address", { live_view_url: "http://live.example.com/s/1" }, undefined],
    ["a command", { live_view_url: "command:workbench.action.quit" }, undefined],
  ])("of %s", (_what, value, address) => expect(addressIn(value)).toBe(address));

  test("is found in large values only at their beginning, in bounded time", () => {
    expect(addressIn({ rows: Array.from({ length: 100_000 }, () => ({})), live_view_url: one })).toBe(one);
    expect(addressIn([...Array.from({ length: 100_000 }, () => ({})), { live_view_url: one }])).toBeUndefined();
    expect(addressIn("x".repeat(2_000_000) + `live_view_url: ${one}`)).toBeUndefined();
    let deep: unknown = { live_view_url: one };
    for (let i = 0; i < 50_000; i++) deep = { deep };
    expect(addressIn(deep)).toBeUndefined();
  });
});

const envelope = { run_id: "r", wf_run_id: "w", entity_id: "e", source: { name: "Agent" }, event: "streaming" };
const delta = (step: string, content: unknown) => ({
  ...envelope,
  data: { choices: [{ delta: { step, content, source: "Agent" } }] },
});

test.each<[string, unknown, string | undefined]>([
  ["agent.tool_call.completed", { result: "ok", output: { live_view_url: one } }, one],
  ["agent.tool_call.completed", { input: { live_view_url: one }, result: null }, undefined],
  ["run.data", delta("tool", { result: "ok", output: { live_view_url: one } }), one],
  ["run.data", delta("reasoning", { thought: `live_view_url: ${one}` }), undefined],
  ["run.data", { choices: [{ delta: { step: "tool", content: { output: { live_view_url: one } } } }] }, one],
  ["run.data", { ...envelope, data: { "node-1": { status: "success", output: { live_view_url: one } } } }, one],
  ["run.completed", { output: { live_view_url: one } }, one],
])("%s %j contains it, or not", (type, data, address) => {
  expect(liveBrowserOf({ type, sequence: 1, data })).toBe(address);
});
