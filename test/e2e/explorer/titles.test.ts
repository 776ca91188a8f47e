import { test } from "vitest";
import { insist } from "../../harness/insist.ts";
import { takeMenuItem } from "../../harness/vscode/explorer.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { connect } from "../support/companion.ts";
import { clickRow, runRows } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("titles of views work after a search: icons before any row was clicked, Open Run by ID… also when a row has the focus", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("titles", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const { page, quickInput } = workbench;
      await createRunElsewhere(app, { ticket_subject: "Where is my invoice?" });
      await connect(workbench, app);
      await search(workbench, "invoice");
      const results = workbench.rows("Search Results");
      await results.filter({ hasText: "Where is my invoice?" }).first().waitFor();

      await icon(workbench, "Search Results", "Save Search as View…").click();
      await quickInput.waitForTitle("Save Search as View");
      await quickInput.cancel();
      await icon(workbench, "Runs", "New Run File").click();
      await workbench.tab("new.run.json").waitFor();

      await clickRow(runRows(workbench, "Where is my invoice?").first());
      await workbench.panel().locator("html[data-run-status]").waitFor({ state: "attached" });
      const openRun = page.locator(".context-view .monaco-menu").getByRole("menuitem", { name: "Open Run by ID…" });
      // VS Code closes a menu whose entries change, as they do until the run is shown. A person opens it again.
      await insist(async (timeout) => {
        await icon(workbench, "Runs", "More Actions").click({ timeout });
        await takeMenuItem(openRun, timeout);
      });
      await quickInput.waitForTitle("Open Run by ID");
      await quickInput.cancel();

      await icon(workbench, "Search Results", "Clear Search Results").click();
      await results.first().waitFor({ state: "detached" });
    }),
  );
});

/** An icon in the title of a view, which are there while the pointer is. */
function icon(workbench: Workbench, view: string, name: string) {
  return workbench.view(view).locator(".pane-header").getByRole("button", { name });
}

async function search(workbench: Workbench, text: string): Promise<void> {
  await workbench.runCommand("Dynamiq: Search Runs…");
  await workbench.quickInput.waitForTitle("Search Runs");
  await workbench.quickInput.fill(text);
  // The run is indexed in the background, and counted then.
  await workbench.quickInput.row("Show 1 Run").waitFor();
  await workbench.page.keyboard.press("Enter");
}
