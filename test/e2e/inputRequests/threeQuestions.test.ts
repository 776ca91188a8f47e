import { expect, test } from "vitest";
import { withWorkbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { runRows } from "../support/runsView.ts";
import { createRunElsewhere, readEvents, withSampleApp } from "../support/sampleApp.ts";
import { answersTo, approveInline } from "../support/waiting.ts";

const settings = { "dynamiqRuns.watchWaiting": "always" };

test("three questions of one node under one id are answered in a notification, the view and, after a reload, the panel", async () => {
  await withSampleApp({}, (app) =>
    withWorkbench("three-questions", { size: { width: 1400, height: 900 }, settings }, async (workbench) => {
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      const id = await createRunElsewhere(app, { play: "returns", ticket_subject: "Three parcels" });
      const asked = async () =>
        ((await readEvents(app, id)) as { type: string }[]).filter(({ type }) => type === "approval_request.created")
          .length;
      const approved = async () => (await answersTo(app, id)).map(({ approved: each }) => each);

      const told = workbench.notification("Support Triage: Refund €40 for the next parcel?");
      await told.getByRole("button", { name: "Reject", exact: true }).click();
      await workbench.quickInput.waitForTitle("Reject: ");
      await workbench.page.keyboard.press("Enter");
      await expect.poll(asked).toBe(2);
      expect(await approved()).toEqual([false]);

      // The same words again: another question, with a row and a notification of its own.
      await runRows(workbench, "Refund €40 for the next parcel?").first().waitFor();
      await approveInline(
        workbench,
        "Refund €40 for the next parcel?",
        workbench.notification("Approved: Refund €40 for the next parcel?"),
      );
      await expect.poll(asked).toBe(3);
      expect(await approved()).toEqual([false, true]);

      await workbench.reload();
      await workbench.runCommand("Dynamiq Runs: Open Run…");
      await workbench.quickInput.waitForTitle("Open Run");
      await workbench.quickInput.enter(id);
      const panel = workbench.panel();
      // Only the last question is open, though all have one id.
      const card = panel.locator("[data-request]").filter({ hasText: "Refund €75 for the next parcel?" });
      await card.waitFor();
      expect(await panel.locator("[data-request]").count()).toBe(1);
      await card.getByRole("button", { name: "Approve", exact: true }).click();
      await panel.locator('html[data-run-status="completed"]').waitFor({ state: "attached" });
      expect(await approved()).toEqual([false, true, true]);
      await workbench.screenshot("three-questions-answered");
    }),
  );
});
