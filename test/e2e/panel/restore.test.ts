import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { aged, openGroup, runMenu, runRows, selectRuns } from "../support/runsView.ts";
import { createRunElsewhere, readEvents, withSampleApp } from "../support/sampleApp.ts";
import { saveAs } from "../support/saveDialog.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const ids = { user_id: "lena", session_id: "5b1f6a3e-9b10-4c55-8a57-2d1f0b7f6c52" };

test("the panels of a run, a comparison, an export and a conversation come back after a reload, and rows know failed nodes", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("restore", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const runId = await createRunElsewhere(app, { ticket_subject: "Where is my invoice?", ticket_id: "48250" });
      await createRunElsewhere(app, { play: "chat", input: "My name is Lena." }, ids);
      const broken = await createRunElsewhere(app, { play: "report", ticket_subject: "The broken lamp" });
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      const panel = workbench.panel();
      await openRun(workbench, broken);
      await panel.locator(".sentence, header").getByText("2 nodes failed").first().waitFor();
      await openGroup(workbench, "Completed");
      await runRows(workbench, "2 nodes failed").waitFor();

      await runMenu(workbench, aged("My name is Lena"), "Open Conversation");
      // A panel that is left before its page has loaded isn't kept.
      await panel.getByRole("article").getByText("My name is Lena").first().waitFor();
      const row = aged("Where is my invoice");
      await selectRuns(workbench, row, aged("The broken lamp"));
      await runMenu(workbench, row, "Compare Selected");
      await workbench.tab(/ ↔ /).waitFor();
      await panel.locator(".pair.chg").first().waitFor();
      const exported = join(workbench.workspace, "exported.json");
      await selectRuns(workbench, row);
      await runMenu(workbench, row, "Export Runs…");
      await saveAs(workbench, ".json", exported);
      await workbench.answerNotification("exported to exported.json", "Open");
      const fromFile = panel.getByText("Exported from Support Triage");
      await fromFile.waitFor();

      await openRun(workbench, runId);
      const { length } = await readEvents(app, runId);
      const replayed = panel.locator(
        `html[data-run-id="${runId}"][data-run-status="completed"][data-event-count="${length}"]`,
      );
      await replayed.waitFor({ state: "attached" });
      expect(length).toBeGreaterThan(10);
      await panel.getByRole("tab", { name: "Output" }).click();
      await panel.getByRole("tree", { name: "Output" }).waitFor();
      // Its row would read its events again.
      await workbench.tab("The broken lamp").filter({ hasNotText: "↔" }).click({ button: "middle" });
      await workbench.screenshot("restore-before");

      await workbench.reload();
      await replayed.waitFor({ state: "attached" });
      await panel.locator('[role="tab"][aria-selected="true"]', { hasText: "Output" }).waitFor();
      await panel.getByRole("tree", { name: "Output" }).waitFor();
      await workbench.openView("Dynamiq Runs");
      await openGroup(workbench, "Completed");
      await runRows(workbench, row).waitFor();
      await runRows(workbench, "2 nodes failed").waitFor();
      await workbench.screenshot("restore-after");
      await workbench.tab(/ ↔ /).click();
      await panel.locator(".pair.chg").first().waitFor();
      await workbench.tab("(exported)").click();
      await fromFile.waitFor();
      await workbench.tab("My name is Lena").click();
      await panel.getByRole("article").getByText("Lena").first().waitFor();

      const unknown = randomUUID();
      await openRun(workbench, unknown);
      await panel.getByRole("heading", { name: "This run no longer exists" }).waitFor();
      await panel.getByText(unknown).waitFor();
      await workbench.screenshot("run-not-found");
    }),
  );
});

async function openRun(workbench: Workbench, runId: string): Promise<void> {
  await workbench.runCommand("Dynamiq Runs: Open Run…");
  await workbench.quickInput.waitForTitle("Open Run");
  await workbench.quickInput.enter(runId);
}
