import { expect, test } from "vitest";
import type { InsightsPageMessage } from "#features/insights/page/messages.ts";
import type { PageMessage } from "#ui/pageMessages.ts";
import { violations } from "../support/axe.ts";
import { sendTo, sentPlain } from "../support/panelPage.ts";
import { usePanels } from "../support/panels.ts";
import { sampleInsights, viewMessage } from "../support/sampleInsights.ts";

const panels = usePanels();

const problem: PageMessage<InsightsPageMessage> = {
  type: "pageProblem",
  problem: {
    kind: "other",
    title: "Insights can't be shown",
    text: [{ text: "The disk is full." }],
    actions: [{ label: "Retry", action: { type: "reload" } }],
  },
};

test("a page loads until it gets content, and a problem stands in its place with what can be done", async () => {
  const panel = await panels.open({ kind: "insights" });
  const { page } = panel;
  await page.getByRole("main", { name: "Insights" }).and(page.locator("[aria-busy]")).waitFor();
  await sendTo(panel, problem);
  expect(await page.getByRole("alert").innerText()).toContain("The disk is full.");
  expect(await violations(panel)).toEqual([]);
  await page.getByRole("button", { name: "Retry" }).click();
  expect(await sentPlain(panel, "reload")).toEqual([{ type: "reload" }]);
  await sendTo(panel, viewMessage(sampleInsights()));
  await page.getByRole("heading", { name: "Insights", exact: true }).waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
});

test("a page says that it has kept what it shows once VS Code has it", async () => {
  const panel = await panels.open({ kind: "insights" });
  await sendTo(panel, { type: "remember", memory: { connectionId: "c1" } });
  expect(await sentPlain(panel, "remembered")).toEqual([{ type: "remembered" }]);
  expect(await panel.savedState()).toMatchObject({ connectionId: "c1" });
});

test("of what comes within one frame the last is drawn", async () => {
  const panel = await panels.open({ kind: "insights" });
  await panel.post(viewMessage(sampleInsights()) as never, problem as never);
  await panel.page.getByRole("heading", { name: "Insights can't be shown" }).waitFor();
});
