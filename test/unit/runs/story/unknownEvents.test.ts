import { expect, test } from "vitest";
import { RunStory } from "#runs/story/runStory.ts";
import { UnknownEvents } from "#runs/story/unknownEvents.ts";
import { endedRun } from "../../../support/golden/endedRun.ts";

test("messages of a later SDK are shown raw, and counted by kind with the shape of the first", () => {
  const { events, steps } = endedRun({ play: "next-sdk" });
  const story = new RunStory();
  story.apply(events);
  const shape = (content: string): string => `{choices: [{delta: {content: ${content}, source: text, step: text}}]}`;
  expect(story.unknownKinds).toEqual([
    { kind: "hook.v2", count: 2, shape: shape("{hook: text, decision: text, until: text}") },
    { kind: "budget", count: 1, shape: shape("{spent: number, left: number}") },
  ]);
  expect(steps.filter(({ kind }) => kind === "other")).toHaveLength(3);
});

test("a type of its own is a kind, the free data of an app's node is none, and no value is kept", () => {
  const unknown = new UnknownEvents();
  unknown.add({ type: "agent.plan.created", data: { steps: [{ title: "Secret", "ann@example.com": 1 }], ok: true } });
  unknown.add({ type: "run.data", data: { node: "ledger", rows: 214 } });
  unknown.add({ type: "run.data", data: { entity_id: "e", wf_run_id: "w", event: "audit", data: null } });
  unknown.add({ type: "my type of ann@example.com", data: "Secret" });
  expect(unknown.all).toEqual([
    { kind: "agent.plan.created", count: 1, shape: "{steps: [{title: text, …}], ok: boolean}" },
    { kind: "audit", count: 1, shape: "null" },
    { kind: "(name not shown)", count: 1, shape: "text" },
  ]);
});
