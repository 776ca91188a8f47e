import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { RunStory } from "#runs/story/runStory.ts";
import { missing, serveReal, withSdk } from "../../../support/localApps/realSdk.ts";
import { storyOutline } from "../../../support/story/storyOutline.ts";

const wait = { mode: "wait" } as const;
const apps = join(import.meta.dirname, "../../../support/localApps/sdk");

interface Told {
  run: Run;
  /** The story in lines. A star marks what a deployed app wouldn't tell of. */
  story: string[];
  /** The names in the trace, each below its parent's. */
  trace: string[];
}

/** Runs an app of `support/localApps/sdk` once. */
async function told(target: string, input: Record<string, unknown>): Promise<Told> {
  const names = (await readdir(apps)).filter((name) => name.endsWith(".py"));
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(apps, name), "utf8")] as const));
  const { server, client } = await serveReal(target, Object.fromEntries(files));
  const run = await client.createRun({ input }, wait);
  const { data: events } = await client.listEvents(run.id, { page_size: 200 });
  const runStory = new RunStory();
  runStory.apply(events);
  const steps = runStory.story.slice(0);
  const story = storyOutline(steps)
    .split("\n")
    .map((line, index) => `${steps[index]?.extra ? "* " : ""}${line}`);
  const headers = { authorization: `Bearer ${server.accessKey}` };
  const answer = await fetch(`${server.url}/v1/runs/${run.id}/trace`, { headers });
  const { runs } = (await answer.json()) as { runs: TraceNode[] };
  return { run, story, trace: namesBelow(runs, null) };
}

interface TraceNode {
  id: string;
  name: string;
  parent_run_id: string | null;
  status: string;
}

function namesBelow(runs: readonly TraceNode[], parent: string | null, indent = ""): string[] {
  const children = runs.filter(({ parent_run_id: id }) => id === parent);
  return children.flatMap(({ id, name, status }) => [
    `${indent}${name} ${status}`,
    ...namesBelow(runs, id, `${indent}  `),
  ]);
}

test.skipIf(missing !== "")(
  withSdk("nodes beside each other and a Map are steps and traces of their own"),
  async () => {
    const input = { n: 3, input: [{ n: 1 }, { n: 2 }] };
    const { run, story, trace } = await told("side_by_side:workflow", input);
    const each = { output: [{ content: 2 }, { content: 4 }] };
    expect(run.output).toEqual({ left: { content: 6 }, right: { content: 6 }, each, last: { content: "joined" } });
    // Which of those that run at the same time ends first is open.
    expect(story.slice(1, -3).toSorted()).toEqual([
      `* inner: inner finished: {"n":1} → 2 → -`,
      `* inner: inner finished: {"n":2} → 4 → -`,
      `* left: left finished: ${JSON.stringify(input)} → 6 → -`,
      `* right: right finished: ${JSON.stringify(input)} → 6 → -`,
    ]);
    expect(story.at(-3)).toMatch(/^\* last: last finished: .* → "joined" → -$/);
    expect(story.slice(-2)).toEqual([
      "workflow completed: left success, right success, Map success, last success",
      "completed",
    ]);
    expect(trace.toSorted()).toEqual([
      ...["      inner succeeded", "      inner succeeded"],
      ...["    each succeeded", "    last succeeded", "    left succeeded", "    right succeeded"],
      ...["  Flow succeeded", "Workflow succeeded"],
    ]);
  },
);

test.skipIf(missing !== "")(withSdk("an agent that another one asks tells its own part"), async () => {
  const { run, story, trace } = await told("sub_agents:workflow", { input: "How many lamps?" });
  expect(run.output).toEqual({ content: "The clerk says: 7 lamps" });
  expect(story).toEqual([
    "started",
    "* manager 1: model",
    'manager 1: reasoning: "The clerk knows."',
    'manager 1: ask_clerk finished: {"input":"How many lamps?"} → "7 lamps" → -',
    "* clerk (asked by ask_clerk) 1: model",
    'clerk (asked by ask_clerk) 1: reasoning: "I count."',
    'clerk (asked by ask_clerk) 1: stock finished: {"item":"lamps"} → "7 lamps" → -',
    "* clerk (asked by ask_clerk) 2: model",
    'clerk (asked by ask_clerk) 2: answer: "7 lamps"',
    "* manager 2: model",
    'manager 2: answer: "The clerk says: 7 lamps"',
    "workflow completed: manager success",
    "completed",
  ]);
  expect(trace).toEqual([
    "Workflow succeeded",
    "  Flow succeeded",
    "    manager succeeded",
    "      LLM succeeded",
    "      clerk succeeded",
    "        LLM succeeded",
    "        stock succeeded",
    "        LLM succeeded",
    "      LLM succeeded",
  ]);
});

test.skipIf(missing !== "")(withSdk("a tool that awaits two answers at once is one call"), async () => {
  const { run, story, trace } = await told("awaiting:workflow", { input: "How is the sky?" });
  expect(run.output).toEqual({ content: "Oslo: clear, Rome: clear" });
  expect(story).toEqual([
    "started",
    "* guide 1: model",
    'guide 1: reasoning: "I look."',
    'guide 1: skies finished: {"cities":"Oslo Rome"} → "Oslo: clear, Rome: clear" → -',
    "* guide 2: model",
    'guide 2: answer: "Oslo: clear, Rome: clear"',
    "workflow completed: guide success",
    "completed",
  ]);
  expect(trace.slice(2)).toEqual([
    "    guide succeeded",
    "      LLM succeeded",
    "      skies succeeded",
    "      LLM succeeded",
  ]);
});
