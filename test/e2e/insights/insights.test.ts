import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { wantsPictures, type Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { saveAs } from "../support/saveDialog.ts";
import { inThemes } from "../support/themes.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const options = { size: { width: 1400, height: 900 } };

test("a person finds out in Insights why runs fail, keeps a note and a table, and compares with before", async () => {
  await withSampleApp({ pastRuns: 60 }, (app) =>
    withUsedWorkbench("insights", options, async (workbench) => {
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await workbench.runCommand("Dynamiq Runs: Show Insights");
      const page = workbench.panel();
      await page.getByRole("button", { name: /^Index (Older Runs|Steps of)/ }).click();
      await page.getByRole("button", { name: "Stop Indexing" }).waitFor();
      await page.getByRole("button", { name: "Stop Indexing" }).waitFor({ state: "detached", timeout: 60_000 });
      await page.getByRole("button", { name: "All", exact: true }).click();
      await page.getByRole("img", { name: /^Tool Failure Rate/ }).waitFor();
      await inThemes(workbench, "insights-all");
      await narrow(workbench, "insights-all");

      const filter = page.getByRole("combobox", { name: "Filter runs" });
      await filter.pressSequentially("status:fa");
      await page.getByRole("option", { name: /^failed/ }).waitFor();
      await inThemes(workbench, "insights-completions");
      await filter.press("ArrowDown");
      await filter.press("Enter");
      await filter.press("Enter");
      await page.getByText("0 %", { exact: true }).first().waitFor();

      const causes = page.getByRole("region", { name: "Failures by Cause" });
      await causes
        .getByRole("button", { name: /^Show \d+ runs? of/ })
        .first()
        .click();
      const rows = workbench.rows("Search Results");
      await rows.filter({ hasText: /^Among .*60 runs/ }).waitFor();
      await inThemes(workbench, "insights-runs");
      await rows.nth(1).click();
      await workbench.panel().getByRole("tab", { name: "Story" }).waitFor();
      await workbench.tab("Insights: Support Triage").click();

      await causes
        .getByRole("button", { name: /^More actions/ })
        .first()
        .click();
      await page.getByRole("menuitem", { name: "Mark as Known…" }).click();
      await workbench.quickInput.waitForTitle(/^Mark as Known: /);
      await workbench.quickInput.enter("OPS-311");
      await causes.getByText("known: OPS-311").waitFor();
      await causes.getByRole("button", { name: "Save Causes as CSV…" }).click();
      const file = join(workbench.workspace, "causes.csv");
      await saveAs(workbench, "insights-causes.csv", file);
      await expect.poll(() => readFile(file, "utf8").catch(() => "")).toContain("OPS-311");

      await filter.fill("");
      await filter.press("Enter");
      await page.getByRole("button", { name: /^Split/ }).click();
      await page.getByRole("menuitemradio", { name: "Start of 3 days ago" }).click();
      const compared = page.getByRole("region", { name: "Before and After" });
      await compared.scrollIntoViewIfNeeded();
      await inThemes(workbench, "insights-before-after");
      await narrow(workbench, "insights-before-after");
      expect(app.created).toHaveLength(0);
    }),
  );
});

/** The same as pictures of a window of 700 pixels without its side bar. */
async function narrow(workbench: Workbench, name: string): Promise<void> {
  if (!wantsPictures) return;
  await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
  await workbench.page.setViewportSize({ width: 700, height: 1400 });
  await inThemes(workbench, `${name}-700`);
  await workbench.page.setViewportSize(options.size);
  await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
}
