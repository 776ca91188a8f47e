import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { aged, group, openGroup, runMenu, runRows, selectRuns } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { saveAs } from "../support/saveDialog.ts";
import { inThemes } from "../support/themes.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const amounts = [610, 620, 630, 640, 650];
const size = { width: 1400, height: 900 };
const refund = (amount: number): RegExp => new RegExp(`Issuing a \\$${amount} refund`);
const ticket = (amount: number): RegExp => aged(`Refund of ${amount}`);

test("several runs are selected, canceled after one question, copied and compared", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("several-runs", { size }, async (workbench) => {
      const { page } = workbench;
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      const ids = new Map<number, string>();
      for (const amount of amounts) {
        ids.set(amount, await createRunElsewhere(app, { ticket_subject: `Refund of ${amount}`, amount }));
      }
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await untilAllWait(workbench);
      await selectRuns(workbench, refund(610), refund(620), refund(630));
      await runMenu(workbench, refund(620), "Cancel Run…");
      await page.locator(".monaco-dialog-box", { hasText: "Cancel 3 runs?" }).waitFor();
      await workbench.screenshot("several-question");
      await page.keyboard.press("Escape");
      await page.locator(".monaco-dialog-box").waitFor({ state: "detached" });
      await runMenu(workbench, refund(620), "Cancel Run…");
      await workbench.answerDialog("Cancel 3 runs?", "Cancel 3 Runs");

      await group(workbench, "Canceled").filter({ hasText: "3" }).waitFor();
      await group(workbench, "Waiting for You").filter({ hasText: "canceled" }).waitFor({ state: "detached" });
      expect(await runRows(workbench, refund(610)).count()).toBe(0);
      expect(await runRows(workbench, refund(640)).count()).toBe(1);
      const canceled = app.requests.filter(({ path }) => path.endsWith("/cancel"));
      const three = [610, 620, 630].map((amount) => ids.get(amount) ?? "");
      expect(canceled).toHaveLength(3);
      expect(new Set(canceled.map(({ path }) => path.split("/")[3]))).toEqual(new Set(three));

      await openGroup(workbench, "Canceled");
      await selectRuns(workbench, ticket(610), ticket(620), ticket(630));
      // The shortcut hands over the row that has the focus alone, and means the selection all the same.
      await runRows(workbench, ticket(620)).press("Shift+Alt+K");
      await page.locator(".statusbar-item", { hasText: "3 run IDs copied" }).waitFor();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(new Set(copied.split("\n"))).toEqual(new Set(three));

      // Two of them step by step, at the first difference.
      await selectRuns(workbench, ticket(610), ticket(620));
      await runMenu(workbench, ticket(620), "Compare Selected");
      await workbench.tab(/^Refund of 6[12]0 ↔ Refund of 6[12]0/).waitFor();
      const comparison = workbench.panel().getByRole("main", { name: /^Comparison: Refund of 6/ });
      await comparison.locator(".pair.chg ins").first().waitFor();
      await comparison.getByText(/^Difference 1 of \d+$/).waitFor();
      await inThemes(workbench, "compare-selected");

      // Failures are shown in one notification, with the reason for each run in a document.
      await app.close();
      await selectRuns(workbench, refund(640), refund(650));
      await runMenu(workbench, refund(650), "Cancel Run…");
      await workbench.answerDialog("Cancel 2 runs?", "Cancel 2 Runs");
      const failed = "2 of 2 runs couldn't be canceled.";
      await workbench.notification(failed).waitFor();
      await workbench.answerNotification(failed, "Show Report");
      await workbench.tab("Runs report").waitFor();
      const line = `- Refund of 650 (${ids.get(650)?.slice(0, 8)}): No server is listening at`;
      await page.locator(".view-line", { hasText: line }).waitFor();
      await workbench.screenshot("several-report");
    }),
  );
});

test("a run is exported and shown without its app", async () => {
  await withUsedWorkbench("exported", { size }, async (workbench) => {
    await withSampleApp({}, async (app) => {
      await createRunElsewhere(app, { ticket_subject: "Where is my invoice?" });
      await createRunElsewhere(app, { ticket_subject: "Refund of 610", amount: 610 });
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await openGroup(workbench, "Completed");
      await selectRuns(workbench, refund(610), aged("Where is my invoice"));
      await runMenu(workbench, aged("Where is my invoice"), "Export Runs…");
      await workbench.quickInput.waitForTitle("Export 2 Runs");
      await saveAs(workbench, ".json", join(workbench.workspace, "exported.json"));
      await workbench.notification("2 runs were exported to exported.json.").waitFor();
      await workbench.screenshot("export-done");
      expect(await readFile(join(workbench.workspace, "exported.json"), "utf8")).not.toContain(app.accessKey);
      await workbench.answerNotification("2 runs were exported", "Open");
      await workbench.quickInput.waitForTitle("Open Exported Run: 2 runs of Support Triage");
      await workbench.screenshot("export-choose");
    });
    // The app is gone.
    await workbench.quickInput.pick("Refund of 610");
    const panel = workbench.panel();
    await panel.getByText("Exported from Support Triage").waitFor();
    await panel.getByText("Waiting for you when exported").waitFor();
    await workbench.tab("Refund of 610 (exported)").waitFor();
    await panel.getByText(/As it was today at .* comes from an export and is read-only/).waitFor();
    await panel.getByRole("heading", { name: /^Iteration 1/ }).waitFor();
    expect(await panel.getByRole("button", { name: "Cancel", exact: true }).count()).toBe(0);
    await workbench.screenshot("exported-run");
  });
});

/** Until no run is on its way to its question any more. */
async function untilAllWait(workbench: Workbench): Promise<void> {
  for (const amount of amounts) {
    for (let left = 20; left > 0 && (await runRows(workbench, refund(amount)).count()) === 0; left--) {
      await workbench.runCommand("Dynamiq Runs: Refresh");
      await workbench.page.waitForTimeout(500);
    }
  }
}
