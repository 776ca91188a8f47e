import { describe, expect, test } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { shortPlaceholders } from "#model/placeholders.ts";
import { decodeEscapes } from "#runs/story/app/pieceText.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { Random } from "#sample/agent/random.ts";
import { recordings, sdkStreams } from "../../../support/story/sdkStreams.ts";
import { followRun } from "../support/followRun.ts";

type Fields = Record<string, unknown>;

function eventsOf(messages: readonly unknown[]): RunEvent[] {
  const data = messages.map((message): [string, unknown] => ["run.data", message]);
  const all = [["run.started", { id: "r1" }] as const, ...data, ["run.completed", { id: "r1" }] as const];
  return all.map(([type, each], i) => ({
    type,
    sequence: i + 1,
    timestamp: new Date(Date.UTC(2026, 5, 10) + i * 100).toISOString(),
    data: each,
  }));
}

/** What the agents and models said, read in the plainest way: their pieces, joined by run and kind. */
function saidOf(messages: readonly unknown[]): Map<string, string> {
  const said = new Map<string, string>();
  for (const message of messages as Fields[]) {
    const choice = ((message["data"] as Fields | null)?.["choices"] as Fields[] | undefined)?.[0];
    const { content, step } = (choice?.["delta"] ?? {}) as Fields;
    const key = `${String(message["run_id"])} ${step === "reasoning" ? "reasoning" : "other"}`;
    const { thought, tool_run_id: call } = (typeof content === "object" && content !== null ? content : {}) as Fields;
    // A whole thought repeats its pieces, but for a resumed run, which begins with one.
    const piece = typeof content === "string" ? content : call === undefined || !said.has(key) ? thought : undefined;
    if (typeof piece === "string") said.set(key, (said.get(key) ?? "") + piece);
  }
  return said;
}

/** The same out of the story. */
function toldOf(steps: readonly StoryStep[]): Map<string, string> {
  const told = new Map<string, string>();
  for (const { speaker, object, text } of textsOf(steps)) {
    const key = `${speaker?.key} ${object === "reasoning" ? "reasoning" : "other"}`;
    told.set(key, (told.get(key) ?? "") + text);
  }
  return told;
}

/** The contents of a workflow's output by node, of the nodes that gave a text. */
function outputsOf(messages: readonly unknown[]): [node: string, content: string][] {
  const last = (messages.at(-1) as Fields)["data"] as Record<string, { output?: { content?: unknown } | null }>;
  return Object.entries(last).flatMap(([node, end]): [string, string][] => {
    const content = typeof end === "object" ? end?.output?.content : undefined;
    return typeof content === "string" ? [[node, content]] : [];
  });
}

function keysOfNode(messages: readonly unknown[], node: string): string[] {
  return (messages as Fields[]).filter((each) => each["entity_id"] === node).map((each) => String(each["run_id"]));
}

function textsOf(steps: readonly StoryStep[]) {
  return steps.filter((step) => "growing" in step);
}

const packed = (text: string): string => text.replace(/\s+/g, "");

describe.each([...sdkStreams(), ...recordings()])("$name", ({ messages }) => {
  const events = eventsOf(messages);

  test("makes a story without raw steps, with the answers of the output, and with no text lost or doubled", async () => {
    const { steps } = await followRun(events, [], new Random(1));
    expect(steps.filter(({ kind }) => kind === "other")).toEqual([]);
    expect(
      steps.filter((step) => ("growing" in step && step.growing) || (step.kind === "tool" && step.state === "running")),
    ).toEqual([]);
    for (const [node, content] of outputsOf(messages)) {
      const keys = keysOfNode(messages, node);
      const answers = textsOf(steps).filter(
        ({ speaker, object }) => keys.includes(speaker?.key ?? "") && object !== "reasoning",
      );
      if (answers.length > 0) expect(answers.at(-1)?.text).toBe(shortPlaceholders(content));
    }
    const told = toldOf(steps);
    for (const [key, pieces] of saidOf(messages)) {
      const said = shortPlaceholders(pieces);
      // The output may have another text than was streamed, as when a hook has hidden a part of it.
      const wanted = [said, decodeEscapes(said), contentOf(key, messages) ?? said].map(packed);
      if (isReplaced(key, said, messages) || wanted.includes(packed(told.get(key) ?? ""))) continue;
      // An answer that another agent has given already stands there once.
      expect([...told.values()].map(packed), `lost or doubled in ${key}`).toContain(wanted[1]);
      expect(told.has(key)).toBe(false);
    }
  });
});

test("an app's stream that is cut, repeated and resumed anywhere makes the same story", async () => {
  const events = eventsOf(sdkStreams()[0]?.messages ?? []);
  const whole = await followRun(events, [], new Random(1));
  for (const seed of [2, 3]) {
    const random = new Random(seed);
    const cuts = Array.from({ length: 12 }, () => random.next()).sort((a, b) => a - b);
    const cut = await followRun(events, cuts, random);
    expect([cut.gaps, cut.streams]).toEqual([0, cuts.length + 1]);
    expect(cut.story).toBe(whole.story);
    expect(cut.panelStory).toBe(whole.panelStory);
  }
});

/** Whether the output, or the same model asked again, takes the place of what was streamed; that is compared above. */
function isReplaced(key: string, said: string, messages: readonly unknown[]): boolean {
  if (key.endsWith("reasoning")) return false;
  const chunks = new Set(messagesOf(key, messages).map((message) => (message["data"] as Fields | null)?.["id"]));
  const content = outputOf(key, messages);
  if (typeof content === "object" && content !== null) return true;
  return chunks.size > 1 || (typeof content === "string" && said.length > content.length && said.endsWith(content));
}

function contentOf(key: string, messages: readonly unknown[]): string | undefined {
  const content = key.endsWith("reasoning") ? undefined : outputOf(key, messages);
  return typeof content === "string" ? content : undefined;
}

/** The output of a key's node. */
function outputOf(key: string, messages: readonly unknown[]): unknown {
  const nodes = (messages.at(-1) as Fields)["data"] as Record<string, { output?: { content?: unknown } | null }>;
  return nodes[String(messagesOf(key, messages)[0]?.["entity_id"])]?.output?.content;
}

function messagesOf(key: string, messages: readonly unknown[]): Fields[] {
  return (messages as Fields[]).filter((message) => key.startsWith(String(message["run_id"])));
}
