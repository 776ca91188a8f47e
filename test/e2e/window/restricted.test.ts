import { expect, test } from "vitest";
import { withWorkbench } from "../../harness/vscode/workbench.ts";
import { connect } from "../support/companion.ts";
import { withSampleApp } from "../support/sampleApp.ts";

const request = `{
  "input": { "ticket_subject": "Refund request" },
  "session_id": "today",
  "files": ["//strangers.example/share/receipt.png"]
}
`;
const options = {
  files: {
    "a-strange.run.json": request,
    "a-strange.py": "from dynamiq import Workflow\n\nworkflow = Workflow()\n",
  },
  settings: { "security.workspace.trust.enabled": true },
  size: { width: 1400, height: 900 },
};

test("in an untrusted workspace no file starts anything or makes this machine look up a place", async () => {
  await withSampleApp({}, (app) =>
    withWorkbench("restricted", options, async (workbench) => {
      const { explorer, page } = workbench;
      await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
      await workbench.openView("Dynamiq");
      // No menu disables a link in a text.
      await page.getByText("trace its runs", { exact: true }).click();
      await workbench.notification("This workspace is in Restricted Mode, so local runs aren't traced.").waitFor();
      await connect(workbench, app);
      await workbench.openView("Explorer");
      await (await explorer.reveal("a-strange.run.json")).click();
      await page.locator(".squiggly-error").first().waitFor();
      expect(await page.locator(".squiggly-error").count()).toBe(1);
      expect(await page.locator(".codelens-decoration a").count()).toBe(0);

      await (await explorer.reveal("a-strange.run.json")).click({ button: "right" });
      const entries = page.locator(".context-view .monaco-menu .action-item", { hasText: "Run with This File" });
      const run = entries.first();
      await run.waitFor();
      expect(
        await run
          .locator("[aria-disabled=true]")
          .or(run.and(page.locator(".disabled")))
          .count(),
      ).toBeGreaterThan(0);
      await page.keyboard.press("Escape");

      expect(app.created).toEqual([]);

      await (await explorer.reveal("a-strange.py")).click();
      await page.locator(".view-line", { hasText: "workflow = Workflow()" }).waitFor();
      expect(await page.locator(".codelens-decoration a").count()).toBe(0);
    }),
  );
});
