import { expect, test } from "vitest";
import { addConnection } from "../support/connect.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const question = /Run on Support Triage\? It is marked as production\.\s*Another extension wants to create a run\./;

test("another extension gets an error when the person declines its run on production, and the run when they agree", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("production-api", {}, async (workbench) => {
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await workbench.runCommand("Companion: Mark As Production");
      await workbench.quickInput.waitForTitle("Switch Connection");
      await workbench.quickInput.pick("Support Triage");
      await workbench.page.locator(".statusbar-item", { hasText: "Support Triage, production" }).waitFor();

      await workbench.runCommand("Companion: Create Run");
      await workbench.answerDialog(question, "Cancel");
      await workbench
        .notification(
          /^aborted: .*declined to run on Support Triage, which is marked as production\. Nothing was sent\./,
        )
        .waitFor();
      expect(app.created).toEqual([]);

      await workbench.runCommand("Companion: Create Run");
      await workbench.answerDialog(question, "Run");
      await workbench.notification(/^status: created/).waitFor();
      expect(app.created).toHaveLength(1);
    }),
  );
});
