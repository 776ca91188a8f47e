import { expect, test } from "vitest";
import { addConnection } from "../support/connect.ts";
import { aged, openGroup, runRows } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("rows show their runs in one preview and keep the focus, and a double click keeps the tab", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("preview-tabs", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const create = (title: string) => createRunElsewhere(app, { ticket_subject: title, ticket_id: "48250" });
      const invoiceId = await create("Where is my invoice?");
      const parcelIds = [await create("Where is my parcel?"), await create("Where is my parcel?")];
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await openGroup(workbench, "Completed");
      const invoice = runRows(workbench, aged("Where is my invoice?"));
      const parcels = runRows(workbench, aged("Where is my parcel?"));
      const tabs = workbench.page.locator(".editor-group-container .tab");
      const preview = tabs.locator(".monaco-icon-label.italic");
      const panel = workbench.panel();
      const shown = () => panel.locator("html").getAttribute("data-run-id");

      await invoice.click();
      await expect.poll(shown).toBe(invoiceId);
      await panel.getByRole("tab", { name: "Output" }).click();
      await panel.getByRole("tree", { name: "Output" }).waitFor();
      await parcels.nth(0).click();
      await expect.poll(async () => parcelIds.includes((await shown()) ?? "")).toBe(true);
      expect(await tabs.count()).toBe(1);
      await preview.filter({ hasText: "Where is my parcel?" }).waitFor();
      await workbench.view("Runs").locator(".monaco-list:focus-within").waitFor();
      await workbench.screenshot("preview-tabs");

      // The page is another one, and opens where the reader was.
      await invoice.click();
      await expect.poll(shown).toBe(invoiceId);
      await panel.locator('[role="tab"][aria-selected="true"]', { hasText: "Output" }).waitFor();
      await invoice.dblclick();
      await preview.waitFor({ state: "detached" });
      expect(await tabs.count()).toBe(1);
      await workbench.page.locator(".editor-actions").getByRole("button", { name: "More Actions..." }).click();
      await workbench.page.getByRole("menuitem", { name: "Export Runs…" }).waitFor();
      await workbench.page.keyboard.press("Escape");

      await parcels.nth(0).dblclick();
      await parcels.nth(1).click();
      await expect.poll(() => tabs.count()).toBe(3);
      await preview.filter({ hasText: "Where is my parcel?" }).waitFor();
      // Two of them have the same title, and are told apart by their ids.
      for (const id of parcelIds) await tabs.filter({ hasText: id }).waitFor();
    }),
  );
});
