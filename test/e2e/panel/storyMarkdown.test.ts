import { expect, test } from "vitest";
import { addConnection } from "../support/connect.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const input = {
  ticket_subject: "Our [refund policy](https://example.com/refunds?region=us)",
  customer_id: "customer-7421",
};
const files = { "policy.run.json": JSON.stringify({ input, user_id: "customer-7421" }, undefined, 2) };

test("the story is drawn as Markdown, and a link in it opens only after VS Code has asked", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("story-markdown", { files, size: { width: 1400, height: 900 } }, async (workbench) => {
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await workbench.openView("Explorer");
      await workbench.explorer.contextMenu("policy.run.json", "Run with This File");
      const panel = workbench.panel();
      const story = panel.getByRole("log", { name: "Story" });
      const link = story.locator(".md strong").getByRole("link", { name: "refund policy" }).first();
      await link.waitFor();
      await panel.locator('html[data-run-status="completed"]').waitFor({ state: "attached" });
      const outline = panel.getByRole("complementary", { name: "Outline" });
      await outline.getByRole("button", { name: "Iteration 1" }).click();
      await link.click();
      const question = workbench.page.locator(".monaco-dialog-box", {
        hasText: "https://example.com/refunds?region=us",
      });
      await question.waitFor();
      await workbench.screenshot("story-link-question");
      await question.getByRole("button", { name: "Cancel" }).click();
      await question.waitFor({ state: "detached" });
      expect(workbench.page.context().pages()).toHaveLength(1);
      await workbench.screenshot("story-markdown");
    }),
  );
});
