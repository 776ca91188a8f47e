import { expect, test } from "vitest";
import { addConnection } from "../support/connect.ts";
import { createRunElsewhere, readEvents, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("a panel behind another editor comes back with its filter and the event that was open", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("event-place", { size: { width: 1400, height: 600 } }, async (workbench) => {
      const runId = await createRunElsewhere(app, { ticket_subject: "Where is my invoice?", ticket_id: "48250" });
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await workbench.runCommand("Dynamiq Runs: Open Run…");
      await workbench.quickInput.waitForTitle("Open Run");
      await workbench.quickInput.enter(runId);
      const panel = workbench.panel();
      await panel.locator('html[data-run-status="completed"]').waitFor({ state: "attached" });
      const events = (await readEvents(app, runId)) as { type: string; sequence: number }[];
      const tools = events.filter(({ type }) => type.startsWith("agent.tool_call."));
      const chosen = tools.at(-1)!.sequence;

      await panel.getByRole("tab", { name: /^Events/ }).click();
      const chip = panel.getByRole("button", { name: `Tools ${tools.length}` });
      await chip.click();
      await panel.locator(`.ev-row[data-sequence="${chosen}"]`).click();
      const detail = panel.getByRole("region", { name: `Event ${chosen}` });
      await detail.getByLabel("Raw JSON").waitFor();
      await workbench.screenshot("event-place");
      await detail.getByRole("button", { name: "Open as Text" }).click();
      await workbench.tab(`event-${chosen}.json`).waitFor();
      await panel.locator("html").waitFor({ state: "detached" });

      await workbench.tab("Where is my invoice?").click();
      await detail.getByLabel("Raw JSON").waitFor();
      expect(await chip.getAttribute("aria-pressed")).toBe("true");
      expect(
        await panel
          .locator(".ev-row")
          .evaluateAll((all) => all.map((row) => Number(row.getAttribute("data-sequence")))),
      ).toEqual(tools.map(({ sequence }) => sequence));
      expect(await panel.locator('[aria-selected="true"].ev-row').getAttribute("data-sequence")).toBe(String(chosen));

      // The name is in no row: the extension finds it in the events themselves.
      const search = panel.getByRole("textbox", { name: "Search events" });
      const find = workbench.page.locator(".simple-find-part.visible");
      await panel.getByRole("grid", { name: "Events" }).press("Control+f");
      await expect.poll(() => search.evaluate((field) => field === document.activeElement)).toBe(true);
      await search.fill('"object": "agent.tool_call"');
      await panel.getByRole("search").getByText(`${tools.length} of ${tools.length}`).waitFor();
      expect(await find.count()).toBe(0);
      await panel.getByRole("tab", { name: "Story" }).click();
      await panel.getByRole("log", { name: "Story" }).press("Control+f");
      await panel.getByRole("textbox", { name: "Find in story" }).fill("Run started");
      await panel.getByRole("search").getByText("No match").waitFor();
      await panel.getByRole("textbox", { name: "Find in story" }).fill("where is my invoice");
      await panel.getByRole("textbox", { name: "Find in story" }).press("Enter");
      // The search begins where the story opened, at the result, and the question is in several steps.
      await panel
        .getByRole("search")
        .getByText(/^[1-9]\d* of [1-9]/)
        .waitFor();
      expect(await find.count()).toBe(0);
      await workbench.screenshot("story-find");
    }),
  );
});
