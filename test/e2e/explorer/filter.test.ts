import { expect, test } from "vitest";
import { takeMenuItem } from "../../harness/vscode/explorer.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection, stepButton } from "../support/connect.ts";
import { expectAbsent } from "../support/expectAbsent.ts";
import {
  aged,
  filterLine,
  group,
  moreMenu,
  openGroup,
  rowMenu,
  runRows,
  takeFromMenu,
  titleButton,
} from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("a filter is built part by part, each applies at once, and no typed text is lost", async () => {
  await withSampleApp({ pastRuns: 60 }, (app) =>
    withUsedWorkbench("filter", {}, async (workbench) => {
      const { quickInput, page } = workbench;
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await group(workbench, "Failed").waitFor();
      await titleButton(workbench, "Filter Runs…").click();
      await quickInput.waitForTitle("Filter Runs");
      await workbench.screenshot("filter-empty");

      await quickInput.pick("Status");
      await quickInput.waitForTitle("Filter by Status");
      await quickInput.pick("Failed");
      await shows(workbench, "Filter: status:failed");
      await quickInput.pick("Running");
      await shows(workbench, "Filter: status:started,failed");
      await workbench.screenshot("filter-status");
      await stepButton(workbench, "Back").click();
      await quickInput.waitForTitle("Filter Runs");
      await quickInput.row("Status").filter({ hasText: "status:started,failed" }).waitFor();

      await quickInput.pick("User");
      await quickInput.waitForTitle("Filter by User");
      await quickInput
        .row("customer-1180")
        .filter({ hasText: /\d+ runs?/ })
        .waitFor();
      await quickInput.fill("customer-1");
      await quickInput.row("customer-1").filter({ hasText: "as typed" }).waitFor();
      await stepButton(workbench, "Back").click();
      await quickInput.waitForTitle("Filter Runs");
      await shows(workbench, "Filter: status:started,failed");
      await quickInput.pick("User");
      await quickInput.waitForTitle("Filter by User");
      expect(await typed(workbench)).toBe("customer-1");
      await quickInput.row("customer-1").waitFor();
      await page.keyboard.press("Enter");
      await shows(workbench, "Filter: status:started,failed user:customer-1");

      await quickInput.waitForTitle("Filter Runs");
      await quickInput.pick("Session");
      await quickInput.waitForTitle("Filter by Session");
      await quickInput.fill("not a session");
      await quickInput.row("“not a session” isn't a session id").filter({ hasText: "UUID" }).waitFor();
      await page.keyboard.press("Enter");
      await workbench.screenshot("filter-session");
      expect(await typed(workbench)).toBe("not a session");
      await quickInput.enter("3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d");

      await quickInput.waitForTitle("Filter Runs");
      await quickInput.pick("Age");
      await quickInput.waitForTitle("Filter by Age");
      await quickInput.pick("Last 24 hours");
      const whole =
        "Filter: status:started,failed user:customer-1 session:3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d since:24h";
      await shows(workbench, whole);
      await quickInput.waitForTitle("Filter Runs");
      await workbench.screenshot("filter-whole");
      await quickInput.pick("Words, Tools and Values…");
      await quickInput.waitForTitle(/^Search Runs/);
      expect(await typed(workbench)).toBe(`${whole.slice("Filter: ".length)} `);
      await quickInput.cancel();
      await shows(workbench, whole);

      await titleButton(workbench, "Clear Filter").click();
      await shows(workbench, undefined);
      await titleButton(workbench, "Filter Runs…").waitFor();
    }),
  );
});

test("a row's menu filters by the run's values; a filter can be saved as a view and used again", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("filter-menus", {}, async (workbench) => {
      const { page, quickInput } = workbench;
      await createRunElsewhere(app, { ticket_subject: "Of nobody" });
      await createRunElsewhere(app, { ticket_subject: "Of a customer" }, { user_id: "customer-7421" });
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await openGroup(workbench, "Completed");
      const [nobodys, customers] = [runRows(workbench, "Of nobody"), runRows(workbench, "Of a customer")];

      const without = await rowMenu(workbench, nobodys);
      expect((await without.allTextContents()).join()).not.toContain("Filter by");
      await page.keyboard.press("Escape");
      const menu = await rowMenu(workbench, customers);
      expect((await menu.allTextContents()).join()).not.toContain("Filter by This Session");
      await workbench.screenshot("filter-row");
      await page.keyboard.press("Escape");
      await takeFromMenu(workbench, customers, "Filter by This User");
      await shows(workbench, "Filter: user:customer-7421");

      await titleButton(workbench, "Clear Filter").waitFor();
      const more = await moreMenu(workbench);
      await workbench.screenshot("filter-menu");
      await takeMenuItem(more.filter({ hasText: "Save Filter as View…" }));
      await quickInput.waitForTitle("Save as View");
      expect(await typed(workbench)).toBe("user:customer-7421");
      await quickInput.enter("Our best customer");
      await workbench.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
      await titleButton(workbench, "Clear Filter").click();
      await shows(workbench, undefined);
      await workbench.runCommand("Dynamiq Runs: Use as Filter");
      await quickInput.pick("Our best customer");
      await shows(workbench, "Filter: user:customer-7421");

      await workbench.runCommand("Dynamiq Runs: Delete View…");
      await quickInput.pick("Our best customer");
      await workbench.answerDialog(/Delete the view “Our best customer”/, "Delete");
      await expectAbsent(workbench, ["applyView", "renameView", "deleteView"]);
    }),
  );
});

test("shortcuts act on the focused row, not on the open run", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("filter-keys", {}, async (workbench) => {
      const { page, quickInput } = workbench;
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await createRunElsewhere(app, { ticket_subject: "The older" });
      await createRunElsewhere(app, { ticket_subject: "The newer" });
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await openGroup(workbench, "Completed");
      const rows = runRows(workbench, aged("The "));
      const label = (await rows.nth(1).locator(".label-name").textContent()) ?? "";
      const other = label.slice(label.indexOf("The "));
      await rows.nth(0).click();
      await workbench.tab(/^The /).waitFor();
      await group(workbench, "Completed").click();
      await openGroup(workbench, "Completed");

      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Shift+Alt+K");
      await page.locator(".statusbar", { hasText: "Run ID copied" }).waitFor();
      const copied = await page.evaluate<string>("navigator.clipboard.readText()");
      expect(await titleOf(app.url, app.accessKey, copied)).toBe(other);

      await page.keyboard.press("Shift+Alt+L");
      await quickInput.waitForTitle("Filter Runs");
      await quickInput.pick("Status");
      await quickInput.pick("Completed");
      await shows(workbench, "Filter: status:completed");
      await workbench.screenshot("filter-keys-status");
      await quickInput.cancel();
      await group(workbench, "Completed").click();
      await page.keyboard.press("Shift+Alt+X");
      await shows(workbench, undefined);
      await page.keyboard.press("Shift+Alt+K");
      await workbench.notification("This row isn't a run").waitFor();
    }),
  );
});

/** Waits for the line that tells the filter; `undefined`: for none. */
async function shows(workbench: Workbench, text: string | undefined): Promise<void> {
  if (text === undefined) await filterLine(workbench).filter({ visible: true }).waitFor({ state: "detached" });
  else
    await filterLine(workbench)
      .getByText(new RegExp(`^${escaped(text)}(\\. No run matches it\\.)?$`))
      .waitFor();
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

async function typed(workbench: Workbench): Promise<string> {
  return await workbench.page.locator(".quick-input-widget:visible .quick-input-box input").inputValue();
}

async function titleOf(url: string, accessKey: string, runId: string): Promise<unknown> {
  const answer = await fetch(`${url}/v1/runs/${runId}`, { headers: { authorization: `Bearer ${accessKey}` } });
  return ((await answer.json()) as { data: { input: { ticket_subject: unknown } } }).data.input.ticket_subject;
}
