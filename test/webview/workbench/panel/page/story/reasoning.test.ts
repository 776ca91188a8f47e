import { expect, test } from "vitest";
import { samplePlay } from "../../../../../support/samples/samplePlay.ts";
import { sdkStory } from "../../../../../support/story/sdkStory.ts";
import { usePanels } from "../../../../support/panels.ts";
import { completedSnapshot } from "../../../../support/sampleEnds.ts";
import { snapshot, textStep } from "../../../../support/sampleRun.ts";

const panels = usePanels();
const thought = textStep(2, "The charges match.", { kind: "reasoning" });
const said = textStep(4, "Both charges are refunded.", { kind: "text", object: "agent.content.delta" });
const run = snapshot({ story: [thought, said] });

test("reasoning is hidden in story, search and timeline, also after a reload, and shown again", async () => {
  const { panel, page } = await panels.show(run);
  const log = page.getByRole("log");
  await log.getByText("The charges match.").waitFor();
  await page.getByRole("button", { name: "Hide Reasoning", pressed: false }).click();
  await expect.poll(() => log.getByText("The charges match.").count()).toBe(0);
  expect(await log.getByText("Both charges are refunded.").count()).toBe(1);
  expect(await page.getByRole("status").filter({ hasText: "hidden" }).innerText()).toBe(
    "1 step of reasoning is hidden.",
  );
  await page.getByRole("button", { name: "Find in Story" }).click();
  await page.getByRole("textbox", { name: "Find in story" }).fill("charges");
  await page.getByText("1 match", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Timeline" }).click();
  await page.getByRole("treegrid").waitFor();
  await expect.poll(() => page.getByRole("row", { name: /^Reasoning/ }).count()).toBe(0);
  await expect.poll(async () => (await panel.savedState())?.places).toMatchObject({ hidesReasoning: true });
  const { page: reloaded } = await panels.show(run, { state: (await panel.savedState())! });
  await reloaded.getByRole("button", { name: "Show Reasoning" }).click();
  await reloaded.getByRole("tab", { name: "Story" }).click();
  await reloaded.getByRole("log").getByText("The charges match.").waitFor();
});

test("a run without reasoning has no button for it", async () => {
  const { page } = await panels.show(snapshot({ story: [said] }));
  await page.getByRole("button", { name: "Collapse All" }).waitFor();
  expect(await page.getByRole("button", { name: "Hide Reasoning" }).count()).toBe(0);
});

test("agents and iterations keep their times, and the menu of speakers hides reasoning in a narrow panel", async () => {
  const run = { ...completedSnapshot(), story: sdkStory(samplePlay({ play: "agent" })) };
  const { page } = await panels.show(run, { width: 500, height: 900 });
  const log = page.getByRole("log");
  const heads = log.getByRole("heading", { level: 2, name: /^Refund agent/ });
  const timesOf = async (): Promise<string[]> =>
    (await heads.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " "));
  await log.getByText("Now the refund.").waitFor();
  const before = await timesOf();
  expect(before[0]).toMatch(/iteration 1 · 3 tool calls, 1 failed · 6\.7 s/);
  await page.getByRole("button", { name: "Show one speaker (S)" }).click();
  await page.getByRole("menuitem", { name: "Hide Reasoning" }).click();
  await expect.poll(() => log.getByText("Now the refund.").count()).toBe(0);
  const after = await timesOf();
  expect(after.slice(0, before.length)).toEqual(before);
});
