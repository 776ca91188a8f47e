import { expect, test } from "vitest";
import type { PanelPage } from "../../../../support/panelPage.ts";
import { usePanels } from "../../../../support/panels.ts";
import { failedSnapshot } from "../../../../support/sampleEnds.ts";

const panels = usePanels();

async function openEvent(event: unknown, options: { length?: number } = {}): Promise<PanelPage> {
  const { panel, page } = await panels.show(failedSnapshot(), { state: { tab: "events" } });
  await page.locator('[data-sequence="14"]').click();
  const json = JSON.stringify(event, undefined, 2);
  await panel.send({ type: "event", sequence: 14, json, length: options.length || undefined });
  return panel;
}

const call = { sequence: 14, data: { tool: { name: "x" }, result: '{"duplicate":true}' } };

test("it is copied and opened as a document by the extension, which has all of it", async () => {
  const panel = await openEvent({ sequence: 14 }, { length: 20_400_000 });
  const detail = panel.page.getByRole("region", { name: "Event 14" });
  expect(await detail.textContent()).toContain("+ 20,399,980 characters");
  await detail.getByRole("button", { name: "Copy as JSON" }).click();
  await detail.getByRole("button", { name: "Open as Text" }).click();
  const asked = { type: "useEvent", sequence: 14 };
  expect(await panel.sent("useEvent")).toEqual([
    { ...asked, use: "copy" },
    { ...asked, use: "open" },
  ]);
});

test("Enter goes into the JSON, closing it goes back to the list", async () => {
  const { page } = await openEvent(call);
  await page.getByRole("grid").press("Enter");
  await expect.poll(() => page.getByLabel("Raw JSON").evaluate((pre) => pre === document.activeElement)).toBe(true);
  await page.getByRole("button", { name: "Close Details" }).click();
  expect(await page.getByRole("grid").evaluate((grid) => grid === document.activeElement)).toBe(true);
});
