import { expect, test } from "vitest";
import { samplePlay } from "../../../../../support/samples/samplePlay.ts";
import { sdkStory } from "../../../../../support/story/sdkStory.ts";
import { usePanels } from "../../../../support/panels.ts";
import { completedSnapshot } from "../../../../support/sampleEnds.ts";
import { expectSeen } from "../../../../support/seen.ts";

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
      "Refund agent iteration 1 · 3 tool calls, 1 failed ·",
      "Refund agent iteration 2 · 1 tool call ·",
      "Refund agent iteration 3 · 1 discarded ·",
      "Refund agent iteration 4 · 1 tool call ·",
      "Refund agent iteration 5 · 1 tool call ·",
      "Refund agent iteration 6 · answer ·",
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

test("in a narrow panel each tab is seen", async () => {
  const workflow = { ...completedSnapshot(), story: sdkStory(samplePlay({ play: "workflow" })) };
  const { page } = await panels.show(workflow, { width: 345, height: 700 });
  await expectSeen(
    page,
    ["Story", "Timeline", "Events", "Input", "Output"].map((name) => ["tab", name] as const),
  );
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
  const photo = page.getByRole("article", { name: /inspect photo/ });
  await expect.poll(() => photo.count()).toBe(0);
  // A step that the reader goes to is expanded, and they may collapse it: also with a screen reader, which has no pointer.
  await page
    .getByRole("complementary", { name: "Outline" })
    .getByRole("button", { name: /inspect photo/ })
    .click();
  await expect.poll(() => photo.count()).toBe(1);
  await helper.getByRole("button", { name: /Evidence agent/ }).evaluate((head: HTMLElement) => head.click());
  await expect.poll(() => photo.count()).toBe(0);
  const calls = page.getByRole("group", { name: "3 calls at the same time" });
  await calls.getByRole("button", { name: "Go to Repeated Call" }).click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain("repeat of");
});
