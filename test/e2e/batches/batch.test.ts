import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SampleApp } from "../../../src/sample/server.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { withCreateGate } from "../support/createGate.ts";
import { aged, group, openGroup, runMenu, runRows } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { saveAs } from "../support/saveDialog.ts";
import { inThemes } from "../support/themes.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const lines = Array.from({ length: 40 }, (_, n) =>
  JSON.stringify({ ticket_subject: `Ticket ${n + 1}`, ticket_id: `${48_000 + n}` }),
);
const files = {
  "tickets.jsonl": [
    ...lines.slice(0, 20),
    '{"ticket_subject":',
    ...lines.slice(20),
    '{"input":{},"session_id":"x"}',
    "",
  ].join("\n"),
  "more.jsonl": Array.from({ length: 12 }, (_, n) => JSON.stringify({ ticket_subject: `More ${n + 1}` })).join("\n"),
};

function subjects(app: SampleApp): string[] {
  return app.created.map(({ input }) => (input as { ticket_subject: string }).ticket_subject).sort();
}

function dialog(workbench: Workbench) {
  return workbench.page.locator(".monaco-dialog-box");
}

test("a batch is previewed, stopped by a reload, continued, and creates no run twice", async () => {
  await withSampleApp({}, (app) =>
    withCreateGate(app, (gate) =>
      withUsedWorkbench("batch", { files, size: { width: 1400, height: 900 } }, async (workbench) => {
        const { explorer } = workbench;
        await workbench.openView("Dynamiq Runs");
        await addConnection(workbench, { name: "Support Triage", address: gate.url, accessKey: app.accessKey });

        // The preview sends nothing.
        await workbench.openView("Explorer");
        await explorer.contextMenu("tickets.jsonl", "Run as Batch…");
        await dialog(workbench).getByText("Create 40 runs from tickets.jsonl on Support Triage?").waitFor();
        await dialog(workbench).getByText("tickets.jsonl, line 21, column").waitFor();
        await inThemes(workbench, "batch-preview");
        await workbench.answerDialog("tickets.jsonl", "Show Problems");
        await workbench.tab("tickets.jsonl problems.md").waitFor();
        expect(app.created).toHaveLength(0);

        gate.hold(12);
        await explorer.contextMenu("tickets.jsonl", "Run as Batch…");
        await workbench.answerDialog("tickets.jsonl", "Run 40");
        await workbench.notification(/12 of 40 · 2 not created/).waitFor();
        await expect.poll(() => gate.held).toBe(4);
        // Its row is revealed by itself, and the focus stays.
        const row = group(workbench, "tickets.jsonl").and(workbench.page.locator(".selected:not(.focused)"));
        await row.getByText("12 · 2 not created · 28 to go").waitFor();
        await workbench.screenshot("batch-progress");

        // Of the four requests in progress, two arrive after the window is gone. Nobody opens the view in the next
        // window: it reports the batch by itself.
        await workbench.openView("Explorer");
        await workbench.runCommand("View: Close All Editors");
        await workbench.reload();
        await expect.poll(() => app.created.length).toBe(14);
        await workbench
          .notification("tickets.jsonl was interrupted: 14 runs created, 2 not created, 2 unknown, 24 not sent.")
          .waitFor();
        await workbench.openView("Dynamiq Runs");
        await group(workbench, "tickets.jsonl").getByText("14 · 2 not created · 2 unknown · 24 not sent").waitFor();
        await workbench.screenshot("batch-interrupted");
        expect(gate.held).toBe(0);
        gate.open();
        await workbench.answerNotification("was interrupted", "Continue Batch");
        await workbench.notification("tickets.jsonl: 38 runs created, 2 not created, 2 unknown.").waitFor();
        expect(new Set(subjects(app)).size).toBe(app.created.length);
        expect(app.created).toHaveLength(38);

        await workbench.answerNotification("38 runs created", "Show Results");
        await workbench.tab("Batch tickets.jsonl").waitFor();
        const results = workbench.panel();
        await results.getByText("No matching run was").first().waitFor();
        await results.getByRole("button", { name: /^Unknown/ }).click();
        await expect.poll(() => results.getByRole("row").count()).toBe(3);
        await workbench.screenshot("batch-results");

        // Unknown lines are looked up first, and sent again only after a question. A line that can't be sent isn't.
        await openGroup(workbench, "tickets.jsonl");
        await workbench
          .rows("Runs")
          .filter({ hasText: aged("Ticket") })
          .first()
          .waitFor();
        await inThemes(workbench, "batch-tree");
        // An ended run is shown as such in the batch, too, not only in its own group.
        await expect.poll(() => unfinishedRows(workbench).count()).toBe(0);
        await rowMenuItem(workbench, "tickets.jsonl", "Look Up the Unknown");
        await workbench.answerNotification("no run was found for 2 unknown lines", "Send Again…");
        await dialog(workbench).getByText("Sending them again may create duplicate runs.").waitFor();
        await workbench.screenshot("batch-retry");
        await workbench.answerDialog("again on", "Send the Unknown 2 Again");
        await workbench.notification("tickets.jsonl: 40 runs created, 2 not created.").waitFor();
        expect(subjects(app)).toEqual(
          lines.map((line) => (JSON.parse(line) as { ticket_subject: string }).ticket_subject).sort(),
        );

        // Stopped: requests in progress are awaited, and the rest is discarded.
        gate.hold(4);
        await workbench.openView("Explorer");
        await explorer.contextMenu("more.jsonl", "Run as Batch…");
        await workbench.answerDialog("Create 12 runs from more.jsonl", "Run 12");
        await workbench.notification(/4 of 12/).waitFor();
        await expect.poll(() => gate.held).toBe(4);
        await workbench.answerNotification(/4 of 12/, "Cancel");
        gate.open();
        await workbench.notification("more.jsonl: You stopped it. 8 runs created, 4 not sent.").waitFor();
        await workbench.answerNotification("You stopped it.", "Discard");

        // Nobody looks at the list, and the status bar still counts each end.
        const status = workbench.page.locator(".statusbar-item", { hasText: "Support Triage" });
        await expect.poll(async () => (await status.textContent())?.trim(), { timeout: 60_000 }).toBe("Support Triage");
        await workbench.openView("Dynamiq Runs");
        await group(workbench, "more.jsonl").getByText("8 · 4 not created").waitFor();
        expect(app.created).toHaveLength(48);
      }),
    ),
  );
});

test("the failed runs of a batch are run again as a batch of their own, and the others are not", async () => {
  const failing = [1, 2].map((n) => ({ input: { ticket_subject: `Failing ${n}`, fail: true } }));
  const batch = [{ input: { ticket_subject: "Fine" } }, ...failing].map((line) => JSON.stringify(line)).join("\n");
  await withSampleApp({}, (app) =>
    withUsedWorkbench("batch-again", { files: { "mixed.jsonl": batch } }, async (workbench) => {
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await workbench.openView("Explorer");
      await workbench.explorer.contextMenu("mixed.jsonl", "Run as Batch…");
      await workbench.answerDialog("Create 3 runs from mixed.jsonl", "Run 3");
      await workbench.answerNotification("mixed.jsonl: 3 runs created", "Show Results");
      const results = workbench.panel();
      await results.getByRole("button", { name: "Run Failed Again (2)" }).click();
      const path = join(workbench.workspace, "again.jsonl");
      await saveAs(workbench, ".jsonl", path);
      await workbench.answerDialog("Create 2 runs from again.jsonl", "Run 2");
      await workbench.notification("again.jsonl: 2 runs created.").waitFor();
      expect(app.created.map(({ input }) => input)).toEqual(
        expect.arrayContaining([...failing, ...failing].map(({ input }) => input)),
      );
      expect(subjects(app)).toEqual(["Failing 1", "Failing 1", "Failing 2", "Failing 2", "Fine"]);
      expect((await readFile(path, "utf8")).trim().split("\n")).toHaveLength(2);
      await workbench.screenshot("batch-again");
    }),
  );
});

/** The rows in sight of runs that have not ended. */
function unfinishedRows(workbench: Workbench) {
  const icon = workbench.page.locator(".codicon-loading, .codicon-circle-large");
  return runRows(workbench, aged("Ticket")).filter({ has: icon });
}

async function rowMenuItem(workbench: Workbench, row: string, name: string): Promise<void> {
  await runMenu(workbench, new RegExp(`^${row}`), name);
}
