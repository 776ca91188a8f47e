import { expect, test } from "vitest";
import type { StepView } from "../../../src/protocol/storyViews.ts";
import { samplePlay } from "../../support/samples/samplePlay.ts";
import { sdkStory } from "../../support/story/sdkStory.ts";
import { usePanels } from "../support/panels.ts";
import { completedSnapshot, failedSnapshot } from "../support/sampleEnds.ts";
import { callStep } from "../support/sampleRun.ts";

const panels = usePanels();

test("a workflow's story is grouped by speakers, and ends with the results of its nodes", async () => {
  const { page } = await panels.show(
    { ...completedSnapshot(), story: sdkStory(samplePlay({ play: "workflow" })) },
    { height: 3000 },
  );
  const heads = page.getByRole("log").getByRole("heading", { level: 2 });
  const wordsOf = (texts: readonly string[]): string[] =>
    texts.map((text) => text.replaceAll(/\s+/g, " ").replace(/ [\d.]+ (ms|s|min).*/, ""));
  await expect
    .poll(async () => wordsOf(await heads.allInnerTexts()))
    .toEqual([
      "Input workflow",
      "2 nodes at the same time",
      "Refund agent iteration 1 · 3 tool calls ·",
      "Refund agent iteration 2 · 1 tool call ·",
      "Refund agent iteration 3 · 1 discarded ·",
      "Refund agent iteration 4 · 1 tool call ·",
      "Refund agent iteration 5 · 1 tool call ·",
      "Refund agent iteration 6 ·",
      "Result workflow",
    ]);
  const nodes = page.getByRole("list", { name: "Nodes" }).getByRole("listitem");
  await expect
    .poll(() => nodes.allInnerTexts().then((texts) => texts.map((text) => text.split("\n")[0])))
    .toEqual(["Classify ticket", "Detect language", "Refund agent", "node-crm"]);
  expect(await nodes.last().innerText()).toBe(
    "node-crm\nSkipped because condition new_address of Refund agent is false\nskipped",
  );
  const discarded = page.getByRole("article", { name: "Tool call issue refund, discarded" });
  await discarded.getByRole("button").first().click();
  await discarded.getByText('This call was never made: amount must be a number, got "129,90 €"').waitFor();
});

test("a failed node's failure comes first, with its reason and facts, at each width", async () => {
  const failure: StepView = {
    ...{ kind: "failed", id: "f", sequence: 9000, at: 9000, node: "Update CRM" },
    ...{ code: "FlowNodeFailureException", reason: "Update CRM: 401 from the CRM", message: "Flow execution failed" },
    facts: [
      { name: "Can be retried", value: "no" },
      { name: "Node", value: "node-crm", code: true },
    ],
  };
  const { page } = await panels.show(
    { ...failedSnapshot(), story: [...sdkStory(samplePlay({ play: "workflow" })), failure] },
    { height: 3000 },
  );
  const card = page.getByRole("region", { name: "Failure" });
  await expect
    .poll(() => card.innerText().then((text) => text.split(/\n+/)))
    .toEqual([
      ...["Update CRM: 401 from the CRM", "Flow execution failed", "Copy Error"],
      ...["FlowNodeFailureException", "Can be retried: no", "Node: node-crm"],
    ]);
  for (const width of [1400, 400]) {
    await page.setViewportSize({ width, height: 3000 });
    const [whole, facts] = [await card.boundingBox(), await card.locator(".facts").boundingBox()];
    expect(facts!.x + facts!.width).toBeLessThanOrEqual(whole!.x + whole!.width);
    expect(facts!.y + facts!.height).toBeLessThanOrEqual(whole!.y + whole!.height);
    expect(await card.locator(".facts").evaluate((row) => row.scrollWidth - row.clientWidth)).toBe(0);
  }
});

test("S shows one speaker alone, in story, outline and timeline, also after a reload", async () => {
  const workflow = { ...completedSnapshot(), story: sdkStory(samplePlay({ play: "workflow" })) };
  const { panel, page } = await panels.show(workflow, { height: 1200 });
  // The key does nothing before there are speakers to choose from.
  await page.getByRole("button", { name: /All Speakers/ }).waitFor();
  await page.keyboard.press("s");
  const menu = page.getByRole("menu", { name: "Show speakers" });
  await expect
    .poll(() =>
      menu
        .getByRole("menuitemradio")
        .allInnerTexts()
        .then((all) => all.map((text) => text.replaceAll(/\s+/g, " ").trim())),
    )
    .toEqual([
      ...[
        "All Speakers 21",
        "Input 1",
        "Classify ticket 1",
        "Detect language 1",
        "Refund agent 14",
        "Evidence agent 3",
        "Result 1",
      ],
    ]);
  await page.keyboard.press("r");
  await page.keyboard.press("Enter");
  await expect
    .poll(() => page.getByRole("status").filter({ hasText: "only" }).innerText())
    .toBe("Refund agent only, 17 of 21 steps");
  const log = page.getByRole("log");
  await expect.poll(() => log.getByText("Input, Classify ticket, Detect language: 3 steps hidden").count()).toBe(1);
  expect(await log.getByText("Category").count()).toBe(0);
  expect(await page.getByRole("complementary", { name: "Outline" }).getByText("Detect language").count()).toBe(0);
  await page.getByRole("tab", { name: "Timeline" }).click();
  await expect.poll(() => page.getByRole("row", { name: /^Detect language/ }).count()).toBe(0);
  await expect.poll(() => page.getByRole("row", { name: /^inspect photo/ }).count()).toBe(1);
  await expect.poll(async () => (await panel.savedState())?.places).toMatchObject({ speaker: "node-refund" });
  const { panel: reloaded } = await panels.show(workflow, { state: (await panel.savedState())! });
  await expect.poll(() => reloaded.page.getByRole("button", { name: "Refund agent", pressed: true }).count()).toBe(1);
  await reloaded.page.getByRole("button", { name: "Show All Speakers" }).click();
  await expect.poll(() => reloaded.page.getByRole("button", { name: "All Speakers", pressed: false }).count()).toBe(1);
});

test("a sub-agent's steps collapse with its call, and a failed call links to its repeat", async () => {
  const { page } = await panels.show(
    { ...completedSnapshot(), story: sdkStory(samplePlay({ play: "agent" })) },
    { height: 3000 },
  );
  const helper = page.getByRole("article", { name: "Sub-agent Evidence agent, finished" });
  const inside = page.getByRole("group", { name: "Steps of Evidence agent" });
  await expect.poll(() => inside.getByRole("article", { name: "Tool call inspect photo, finished" }).count()).toBe(1);
  await helper.getByRole("button", { name: /Evidence agent/ }).click();
  await expect.poll(() => page.getByRole("article", { name: /inspect photo/ }).count()).toBe(0);
  const calls = page.getByRole("group", { name: "3 calls at the same time" });
  await calls.getByRole("button", { name: "Go to Repeat" }).click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain("repeat of");
});

test("a jump goes to the exact call, also where one event began several", async () => {
  const call = (id: string, sequence: number, part: object) => callStep(sequence, id, { id, ...part });
  const { page } = await panels.show({
    ...completedSnapshot(),
    story: [
      call("first", 2, { state: "failed", repeated: { id: "again", sequence: 5 } }),
      call("other", 5, { bundle: "b" }),
      call("again", 5, { bundle: "b", repeats: { id: "first", sequence: 2 } }),
    ],
  });
  await page.getByRole("button", { name: "Go to Repeat" }).click();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.querySelector(".name")?.textContent))
    .toBe("again");
});
