import { join } from "node:path";
import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { connect } from "../support/companion.ts";
import { openGroup, runMenu, runRows, takeFromMenu } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { saveAs } from "../support/saveDialog.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const options = { size: { width: 1400, height: 960 } };
const request = { desk: "refunds", ticket: 48213, customer: "customer-7421", message: "Charged twice", amount: 480 };

test("a run is kept as a golden test, drifts, is compared, and is accepted as the new golden", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("golden", options, async (workbench) => {
      await createRunElsewhere(app, request);
      await connect(workbench, app);
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

      app.drift = { seed: 3 };
      await runTests(workbench);
      await expectState(row, "Failed");
      await workbench.page
        .getByText(/amount is \d+, expected 480/)
        .first()
        .waitFor();
      await lens(workbench, "Accept as New Golden").waitFor();

      await takeFromMenu(workbench, row, "Compare with Golden Run");
      await workbench
        .panel()
        .getByText(/First difference/)
        .first()
        .waitFor();

      await takeFromMenu(workbench, row, "Open Run");
      const banner = workbench.panel().getByRole("region", { name: "Golden test" });
      await banner.getByText(/Compared with golden run of today: \d+ differences?, the first at step \d+/).waitFor();
      await workbench.panel().getByText("Golden run: amount was 480, now").first().waitFor();
      await banner.getByRole("button", { name: "Accept as New Golden" }).click();
      await workbench.tab(/^charged\.golden\.json/).waitFor();
      await workbench.runCommand("File: Save");
      await runTests(workbench);
      await expectState(row, "Passed");
      expect(app.created).toHaveLength(4);
    }),
  );
});

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
