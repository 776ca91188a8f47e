import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { addConnection } from "../support/connect.ts";
import { aged, openGroup } from "../support/runsView.ts";
import { createRunElsewhere, readEvents, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("a finished run replays its stored events, and comes back with its tab after the window is reloaded", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("restore", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const { quickInput } = workbench;
      const runId = await createRunElsewhere(app, { ticket_subject: "Where is my invoice?", ticket_id: "48250" });
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await openGroup(workbench, "Completed");
      await workbench
        .rows("Runs")
        .filter({ hasText: aged("Where is my invoice") })
        .click();

      const { length } = await readEvents(app, runId);
      const panel = workbench.panel();
      const replayed = panel.locator(
        `html[data-run-id="${runId}"][data-run-status="completed"][data-event-count="${length}"]`,
      );
      await replayed.waitFor({ state: "attached" });
      expect(length).toBeGreaterThan(10);
      await panel.getByRole("tab", { name: "Output" }).click();
      await panel.getByRole("tree", { name: "Output" }).waitFor();
      await workbench.screenshot("restore-before");

      await workbench.reload();
      await replayed.waitFor({ state: "attached" });
      await panel.locator('[role="tab"][aria-selected="true"]', { hasText: "Output" }).waitFor();
      await panel.getByRole("tree", { name: "Output" }).waitFor();
      await workbench.tab("Where is my invoice?").waitFor();
      await workbench.openView("Dynamiq Runs");
      await openGroup(workbench, "Completed");
      await workbench
        .rows("Runs")
        .filter({ hasText: aged("Where is my invoice") })
        .waitFor();
      await workbench.screenshot("restore-after");

      const unknown = randomUUID();
      await workbench.runCommand("Dynamiq Runs: Open Run…");
      await quickInput.waitForTitle("Open Run");
      await quickInput.enter(unknown);
      await panel.getByRole("heading", { name: "This run no longer exists" }).waitFor();
      await panel.getByText(unknown).waitFor();
      await workbench.screenshot("run-not-found");
    }),
  );
});
