import { join } from "node:path";
import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { group, groupCount, openGroup, runMenu, runRows, takeFromMenu } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { saveAs } from "../support/saveDialog.ts";
import { inThemes } from "../support/themes.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";
import { reach } from "../support/waiting.ts";

const options = { size: { width: 1400, height: 960 } };
const request = { desk: "refunds", ticket: 48213, customer: "customer-7421", message: "Charged twice", amount: 480 };

test("a run is kept as a golden test, drifts, is compared, and is accepted as the new golden", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("golden", options, async (workbench) => {
      await createRunElsewhere(app, request);
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await openGroup(workbench, "Completed");
      await runRows(workbench, "Charged twice").waitFor();

      await runMenu(workbench, /Charged twice/, "Keep as Golden Test…");
      await saveAs(workbench, ".golden.json", join(workbench.workspace, "golden", "charged.golden.json"));
      await workbench.tab(/^charged\.golden\.json/).waitFor();

      await workbench.openView("Testing");
      const row = testRow(workbench, "Charged twice");
      await testRow(workbench, "charged.golden.json").locator(".monaco-tl-twistie").click();
      await row.waitFor();
      await runTests(workbench);
      await expectState(row, "Passed");
      expect(app.created).toHaveLength(2);
      await workbench.screenshot("golden-passed");

      app.drift = { seed: 3 };
      await runTests(workbench);
      await expectState(row, "Failed");
      await workbench.page
        .getByText(/amount is \d+, expected 480/)
        .first()
        .waitFor();
      await lens(workbench, "Accept as New Golden").waitFor();
      await inThemes(workbench, "golden-failed");

      await takeFromMenu(workbench, row, "Compare with Golden Run");
      await workbench
        .panel()
        .getByText(/First difference/)
        .first()
        .waitFor();
      await workbench.screenshot("golden-compared");

      await takeFromMenu(workbench, row, "Open Run");
      const banner = workbench.panel().getByRole("region", { name: "Golden test" });
      await banner.getByText(/Compared with golden run of today: \d+ differences?, the first at step \d+/).waitFor();
      await workbench.panel().getByText("Golden run: amount was 480, now").first().waitFor();
      await inThemes(workbench, "golden-banner");
      await banner.getByRole("button", { name: "Accept as New Golden" }).click();
      await workbench.tab(/^charged\.golden\.json/).waitFor();
      await workbench.runCommand("File: Save");
      await runTests(workbench);
      await expectState(row, "Passed");
      await workbench.screenshot("golden-accepted");
      expect(app.created).toHaveLength(4);
    }),
  );
});

test("a failed run leads by its words to its cause, a good run, the first difference and a golden test", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("failed-to-golden", options, async (workbench) => {
      const ticket = { ticket_subject: "Workshop refund", customer_id: "customer-1180", amount: 120, currency: "EUR" };
      const good = await createRunElsewhere(app, ticket);
      await createRunElsewhere(app, { ...ticket, ticket_id: "48244", fail: true });
      await createRunElsewhere(app, { ...ticket, ticket_id: "48245", fail: true });
      await createRunElsewhere(app, { ticket_subject: "Where is my invoice?" });
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await expect.poll(() => groupCount(workbench, "Failed")).toBe(2);
      await openGroup(workbench, "Failed");
      const panel = workbench.panel();
      await runRows(workbench, "Workshop refund").first().click();
      await panel.getByText("The payment gateway did not respond").first().waitFor();

      await workbench.runCommand("Dynamiq Runs: Search Runs…");
      await workbench.page.locator(".quick-input-widget").getByText("Search Runs").first().waitFor();
      await workbench.page.keyboard.type('"payment gateway"');
      await workbench.quickInput.row("Show 2 Runs").click();
      const found = workbench.rows("Search Results");
      await expect.poll(() => found.filter({ hasText: "Workshop refund" }).count()).toBe(2);
      await inThemes(workbench, "path-searched");

      await workbench.runCommand("Dynamiq Runs: Show Insights");
      const causes = panel.getByRole("region", { name: "Failures by Cause" });
      // The events of the run that was opened say which tool failed.
      const cause = "payment_gateway_timeout in issue_refund";
      await causes.getByRole("button", { name: `Show 2 runs of ${cause}` }).waitFor();
      // The panel takes the focus once it has loaded, which would close the question.
      await expect.poll(() => panel.locator(":root").evaluate(() => document.hasFocus())).toBe(true);
      await groupBy(workbench, "Cause of Failure");
      const row = group(workbench, cause);
      await expect.poll(() => row.locator(".label-description").textContent()).toMatch(/^(new · )?2 · /);
      await inThemes(workbench, "path-cause");

      await reach(workbench, panel.getByText("A was chosen for the same"), () =>
        takeFromMenu(workbench, row, "Compare with a Good Run"),
      );
      await panel
        .getByText(/^First difference/)
        .first()
        .waitFor();
      await inThemes(workbench, "path-compared");
      await panel.getByRole("button", { name: "More Actions…" }).click();
      await panel.getByRole("menuitem", { name: "Open Run A" }).click();
      await panel.locator(`html[data-run-id="${good}"]`).waitFor({ state: "attached" });

      await workbench.runCommand("Dynamiq Runs: Keep as Golden Test…");
      await saveAs(workbench, ".golden.json", join(workbench.workspace, "golden", "workshop.golden.json"));
      await workbench.tab(/^workshop\.golden\.json/).waitFor();
      await workbench.page.locator(".editor-instance").getByText("Workshop refund").first().waitFor();
      await inThemes(workbench, "path-golden");
      expect(app.created).toHaveLength(4);
      // The next test in this window finds its runs grouped as before.
      await groupBy(workbench, "Status");
    }),
  );
});

async function groupBy(workbench: Workbench, choice: string): Promise<void> {
  await workbench.choose("Dynamiq Runs: Group By…", "Group By", choice);
}

async function runTests(workbench: Workbench): Promise<void> {
  await workbench.tab(/^charged\.golden\.json/).click();
  await workbench.runCommand("Test: Run Tests in Current File");
}

function lens({ page }: Workbench, text: string) {
  return page.locator(".codelens-decoration", { hasText: text }).first();
}

function testRow({ page }: Workbench, name: string) {
  return page.locator(".test-explorer .monaco-list-row", { hasText: name }).last();
}

async function expectState(row: ReturnType<typeof testRow>, state: string): Promise<void> {
  await expect.poll(() => row.getAttribute("aria-label"), { timeout: 30_000 }).toContain(state);
}
