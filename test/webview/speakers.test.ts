import { expect, test } from "vitest";
import { sdkScript } from "../../src/sample/sdk/sdkScripts.ts";
import { Random } from "../../src/sample/agent/random.ts";
import { sdkStory } from "../support/sdkStory.ts";
import { usePanels } from "./support/panels.ts";
import { completedSnapshot } from "./support/sampleEnds.ts";

const panels = usePanels();

/** The data of the events that the sample app sends for an input. */
function messagesOf(input: Record<string, unknown>): unknown[] {
  const script = sdkScript({ input, files: [], random: new Random(3) });
  const messages: unknown[] = [];
  for (let step = script?.next(); step && !step.done; step = script?.next()) if (step.value.kind === "event") messages.push(step.value.data);
  return messages;
}

test("a workflow's story stands under the names of those who speak, and ends with what became of its nodes", async () => {
  const panel = await panels.open({ height: 3000 });
  await panel.send({ ...completedSnapshot(), story: sdkStory(messagesOf({ play: "workflow" })) });
  const heads = panel.page.getByRole("log").getByRole("heading", { level: 2 });
  const wordsOf = (texts: readonly string[]): string[] => texts.map((text) => text.replaceAll(/\s+/g, " ").replace(/ [\d.]+ (ms|s|min).*/, ""));
  await expect.poll(async () => wordsOf(await heads.allInnerTexts())).toEqual([
    "Input workflow",
    "2 nodes at the same time",
    "Refund agent iteration 1 · 3 tool calls ·",
    "Refund agent iteration 2 · 1 tool call ·",
    "Refund agent iteration 3 · 1 discarded ·",
    "Refund agent iteration 4 · 1 tool call ·",
    "Refund agent iteration 5 · 1 tool call ·",
    "Refund agent iteration 6 ·",
    "Output workflow",
  ]);
  const nodes = panel.page.getByRole("list", { name: "Nodes" }).getByRole("listitem");
  await expect.poll(() => nodes.allInnerTexts().then((texts) => texts.map((text) => text.split("\n")[0]))).toEqual([
    "Classify ticket",
    "Detect language",
    "Refund agent",
    "node-notify",
  ]);
  await expect.poll(() => panel.page.getByRole("article", { name: "Tool call issue refund, discarded" }).count()).toBe(1);
});

test("one agent alone needs no name over its iterations", async () => {
  const panel = await panels.open();
  const story = sdkStory(messagesOf({ play: "agent" }).filter((data) => !JSON.stringify(data).includes("Evidence agent\"")));
  await panel.send({ ...completedSnapshot(), story });
  await expect.poll(() => panel.page.getByRole("heading", { level: 2, name: /^Iteration 1/ }).count()).toBe(1);
});
