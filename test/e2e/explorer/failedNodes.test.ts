import { test } from "vitest";
import { addConnection } from "../support/connect.ts";
import { runRows } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("a row says how many nodes of a completed run failed, also after a reload, without its events", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("failed-nodes", {}, async (workbench) => {
      const id = await createRunElsewhere(app, { play: "report", ticket_subject: "The broken lamp" });
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await workbench.runCommand("Dynamiq Runs: Open Run…");
      await workbench.quickInput.waitForTitle("Open Run");
      await workbench.quickInput.enter(id);
      await workbench.panel().locator(".sentence, header").getByText("2 nodes failed").first().waitFor();
      await runRows(workbench, "Completed").first().click();
      await runRows(workbench, "2 nodes failed").waitFor();
      await workbench
        .tab("The broken lamp")
        .getByRole("button", { name: /^Close/ })
        .click();
      await workbench.reload();
      await runRows(workbench, "Completed").first().click();
      await runRows(workbench, "2 nodes failed").waitFor();
      await workbench.screenshot("failed-nodes");
    }),
  );
});
