import { expect, test } from "vitest";
import { RunStory } from "#runs/story/runStory.ts";
import { StoryPresenter, type StoryPresenterOptions } from "#workbench/panel/vscode/story/storyPresenter.ts";

const file = "/code/app/support.py";
const ownPath = (path: string): string | undefined => (path.startsWith("/code/") ? path.slice(6) : undefined);

function presenter(options: Partial<StoryPresenterOptions>): StoryPresenter {
  const needs = { title: () => "", events: { event: async () => undefined }, requests: undefined };
  return new StoryPresenter({ watch: { runStory: new RunStory() }, ownPath, ...needs, ...options });
}

const traceback = `Traceback (most recent call last):
  File "${file}", line 12, in charged
    return CUSTOMERS[customer_id]
KeyError: 'customer-0'`;
const failed = { kind: "failed", id: "1", sequence: 1, error: { message: "It failed", traceback } } as const;

test("the calls of a traceback lead to the code of a local app, and not to a file that a deployed app names", () => {
  expect(presenter({ isLocal: () => true }).view(failed)).toMatchObject({
    frames: [{ location: "app/support.py:12", own: true }],
  });
  expect(presenter({ isLocal: () => false }).view(failed)).not.toHaveProperty("frames");
});

test.each([
  ["app/support.py:12: KeyError: 'customer-0'", "KeyError: 'customer-0'"],
  ["support.py:12: KeyError: 'customer-0'", "KeyError: 'customer-0'"],
  ["app\\support.py:12: KeyError: 'customer-0'", "KeyError: 'customer-0'"],
  ["port.py:12: KeyError: 'customer-0'", "port.py:12: KeyError: 'customer-0'"],
  ["KeyError: 'customer-0'", "KeyError: 'customer-0'"],
])("bad code says its place once, where it can be opened: %s", (message, shown) => {
  const error = { type: "KeyError", message, traceback, failed_nodes: [] };
  const view = presenter({ isLocal: () => true }).view({ ...failed, error });
  expect(view).toEqual({
    kind: "failed",
    id: "1",
    sequence: 1,
    message: shown,
    traceback,
    frames: [{ location: "app/support.py:12", name: "charged", code: "return CUSTOMERS[customer_id]", own: true }],
    tracebackEnd: "KeyError: 'customer-0'",
  });
  expect(presenter({ isLocal: () => false }).view({ ...failed, error })).toMatchObject({ message });
});

test("agents, nodes and tools lead to their code, if that is in the workspace", () => {
  const places = new Map([
    ["agent-1", { file, line: 40 }],
    ["crm_lookup", { file, line: 17 }],
    ["elsewhere", { file: "/lib/tool.py", line: 1 }],
  ]);
  const story = presenter({ sourceOf: ({ id, name }) => places.get(id ?? "") ?? places.get(name) });
  const call = { kind: "tool", id: "1", sequence: 1, input: {}, result: "", progress: "", state: "finished" } as const;
  const speaker = { key: "run-1", node: "agent-1", name: "Agent" };
  expect(story.view({ ...call, name: "crm_lookup", speaker })).toMatchObject({
    source: "app/support.py:17",
    speaker: { source: "app/support.py:40" },
  });
  expect(story.view({ ...call, name: "elsewhere" })).toMatchObject({ source: undefined });
  const nodes = [{ node: "agent-1", name: "agent-1", status: "success" }];
  expect(story.view({ kind: "workflow", id: "2", sequence: 2, outcome: "completed", nodes })).toMatchObject({
    nodes: [{ name: "agent-1", source: "app/support.py:40" }],
  });
});
