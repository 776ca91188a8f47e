import { expect, test } from "vitest";
import { takeMenuItem } from "../../harness/vscode/explorer.ts";
import { openLossyProxy } from "../../support/network/lossyProxy.ts";
import { connect } from "../support/companion.ts";
import { aged, clickRow, filterLine, group, groupCount, openGroup, runRows } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("rows show their runs in one preview and keep the focus, a double click keeps the tab, and shortcuts act on rows", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("rows", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const { page, quickInput } = workbench;
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      const create = (title: string) => createRunElsewhere(app, { ticket_subject: title, ticket_id: "48250" });
      const others: string[] = [];
      for (let n = 1; n <= 10; n++) others.push(await create(`Question ${n}!`));
      const parcelIds = [await create("Where is my parcel?"), await create("Where is my parcel?")];
      const invoiceId = await create("Where is my invoice?");
      await using proxy = await openLossyProxy(app.url);
      await connect(workbench, app, { baseUrl: proxy.url });
      await openGroup(workbench, "Completed");
      await expect.poll(() => groupCount(workbench, "Completed")).toBe(13);
      const invoice = runRows(workbench, aged("Where is my invoice?"));
      const parcels = runRows(workbench, "Where is my parcel? · ");
      const tabs = page.locator(".editor-group-container .tab");
      const preview = tabs.locator(".monaco-icon-label.italic");
      const rowsFocused = workbench.view("Runs").locator(".monaco-list:focus-within");
      const panel = workbench.panel();
      const shown = () => panel.locator("html").getAttribute("data-run-id");

      // What the list knows of a run is there before the app responds.
      proxy.reads = "keep";
      await clickRow(runRows(workbench, aged("Question 2!")));
      const known = panel.locator(".head", { has: panel.getByRole("heading", { name: "Question 2!" }) });
      await known.getByText(/^Thank you for your question about Question 2!/).waitFor();
      await panel.locator("main[aria-busy] .skeleton").waitFor();
      proxy.reads = "pass";
      proxy.passKept();

      // Each click shows the story with its texts, in the same tab.
      for (const [index, id] of others.entries()) {
        await clickRow(runRows(workbench, aged(`Question ${index + 1}!`)));
        const story = panel.locator(`html[data-run-id="${id}"]`).getByRole("log", { name: "Story" });
        await story.locator(".md").first().waitFor();
      }
      expect(await tabs.count()).toBe(1);

      await clickRow(invoice);
      await expect.poll(shown).toBe(invoiceId);
      await panel.getByRole("tab", { name: "Output" }).click();
      await panel.getByRole("tree", { name: "Output" }).waitFor();
      await clickRow(parcels.nth(0));
      await expect.poll(async () => parcelIds.includes((await shown()) ?? "")).toBe(true);
      await preview.filter({ hasText: "Where is my parcel?" }).waitFor();
      await rowsFocused.waitFor();

      // The page is another one, and opens where the reader was.
      await clickRow(invoice);
      await expect.poll(shown).toBe(invoiceId);
      await panel.locator('[role="tab"][aria-selected="true"]', { hasText: "Output" }).waitFor();
      await invoice.dblclick();
      await preview.waitFor({ state: "detached" });
      expect(await tabs.count()).toBe(1);
      await page.locator(".editor-actions").getByRole("button", { name: "More Actions..." }).click();
      await page.getByRole("menuitem", { name: "Copy Run ID" }).waitFor();
      await page.keyboard.press("Escape");
      await panel.getByRole("button", { name: "More Actions…" }).click();
      await takeMenuItem(page.locator(".context-view .monaco-menu").getByRole("menuitem", { name: "Copy Run ID" }));
      await expect.poll(() => page.evaluate<string>("navigator.clipboard.readText()")).toBe(invoiceId);
      await parcels.nth(0).dblclick();
      await tabs.filter({ hasText: "Where is my parcel?" }).waitFor();
      await preview.waitFor({ state: "detached" });
      await clickRow(parcels.nth(1));
      await preview.filter({ hasText: "Where is my parcel?" }).waitFor();
      expect(await tabs.count()).toBe(3);
      for (const id of parcelIds) await tabs.filter({ hasText: `Where is my parcel?/${id.slice(0, 8)}` }).waitFor();

      // Shortcuts mean the focused row, not the run that is shown, and all that are selected.
      const copied = () => page.evaluate<string>("navigator.clipboard.readText()");
      await rowsFocused.waitFor();
      await clickRow(invoice);
      await expect.poll(shown).toBe(invoiceId);
      await page.keyboard.press("ArrowDown");
      await invoice.and(page.locator(":not(.focused)")).waitFor();
      await page.keyboard.press("Shift+Alt+K");
      await expect.poll(async () => [...parcelIds, ...others].includes(await copied())).toBe(true);
      for (const at of [0, 1]) await clickRow(parcels.nth(at), ["ControlOrMeta"]);
      await page.keyboard.press("Shift+Alt+K");
      await expect.poll(async () => (await copied()).split("\n").toSorted()).toEqual([...parcelIds, invoiceId].sort());

      await group(workbench, "Completed").click();
      await page.keyboard.press("Shift+Alt+K");
      await workbench.notification("This row isn't a run").waitFor();

      await page.keyboard.press("Shift+Alt+L");
      await quickInput.waitForTitle("Filter Runs");
      await quickInput.pick("Status");
      await quickInput.waitForTitle("Filter by Status");
      await quickInput.pick("Completed");
      await filterLine(workbench).getByText("Filter: status:completed").waitFor();
      await quickInput.cancel();
      await group(workbench, "Completed").click();
      await page.keyboard.press("Shift+Alt+X");
      await filterLine(workbench).filter({ visible: true }).waitFor({ state: "detached" });
    }),
  );
});

test("Load More keeps its row focused, so that Enter loads another page, and the rows above stay", async () => {
  await withSampleApp({ pastRuns: 200 }, (app) =>
    // High enough for every row: those out of sight don't exist.
    withUsedWorkbench("load-more", { size: { width: 1280, height: 3_000 } }, async (workbench) => {
      await connect(workbench, app);
      await openGroup(workbench, "Completed");
      const completed = workbench.rows("Runs").filter({ has: workbench.page.locator(".codicon-pass-filled") });
      // As they are read aloud, without the age, which grows, and what tells equal rows apart, which changes with them.
      const names = (): Promise<string[]> =>
        completed.evaluateAll((rows) => rows.map((row) => /: ([^,]*)/.exec(row.ariaLabel ?? "")?.[1] ?? ""));
      const more = workbench.rows("Runs").filter({ hasText: /^Load More/ });
      await more.filter({ hasText: /25 of \d+/ }).waitFor();
      const before = await names();
      expect(before).toHaveLength(25);

      await more.getByText("Load More").click();
      await more.filter({ hasText: /50 of/ }).waitFor();
      expect((await names()).slice(0, 25)).toEqual(before);
      await workbench.page.keyboard.press("Enter");
      await more.filter({ hasText: /75 of/ }).waitFor();
      expect(await more.getAttribute("aria-selected")).toBe("true");
    }),
  );
});
