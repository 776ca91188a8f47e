import { expect, test } from "vitest";
import type { SampleApp } from "../../../src/sample/server.ts";
import { type Fate, openLossyProxy } from "../../support/network/lossyProxy.ts";
import { connect } from "../support/companion.ts";
import { group } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";
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
};

function subjects(app: SampleApp): string[] {
  return app.created.map(({ input }) => (input as { ticket_subject: string }).ticket_subject);
}

test("a batch is previewed, interrupted by a reload, continued by the next window, and creates no run twice", async () => {
  await withSampleApp({}, async (app) => {
    await using proxy = await openLossyProxy(app.url);
    await withUsedWorkbench("batch", { files, size: { width: 1400, height: 900 } }, async (workbench) => {
      const { explorer } = workbench;
      await connect(workbench, app, { baseUrl: proxy.url });

      // The preview sends nothing.
      await workbench.openView("Explorer");
      await explorer.contextMenu("tickets.jsonl", "Run as Batch…");
      await workbench.page.locator(".monaco-dialog-box").getByText("tickets.jsonl, line 21, column").waitFor();
      await workbench.answerDialog("Create 40 runs from tickets.jsonl on Support Triage?", "Show Problems");
      await workbench.tab("tickets.jsonl problems.md").waitFor();
      expect(app.created).toHaveLength(0);

      let sent = 0;
      // After twelve runs no request gets a response. Every second one arrives.
      proxy.writes = (): Fate => (++sent <= 12 ? "pass" : sent % 2 === 0 ? "hold" : "stop");
      await explorer.contextMenu("tickets.jsonl", "Run as Batch…");
      await workbench.answerDialog("tickets.jsonl", "Run 40");
      await workbench.notification(/12 of 40 · 2 not created/).waitFor();
      await expect.poll(() => sent).toBe(16);
      // Its row is revealed by itself, and the focus stays.
      const row = group(workbench, "tickets.jsonl").and(workbench.page.locator(".selected:not(.focused)"));
      await row.getByText("12 · 2 not created · 28 to go").waitFor();

      // Nobody opens the view in the next window: it reports the batch by itself, with the two that have arrived.
      await workbench.openView("Explorer");
      await workbench.runCommand("View: Close All Editors");
      await workbench.reload();
      await expect.poll(() => app.created.length).toBe(14);
      const interrupted = "tickets.jsonl was interrupted: 14 runs created, 2 not created, 2 unknown, 24 not sent.";
      await workbench.notification(interrupted).waitFor();
      proxy.writes = "pass";
      await workbench.answerNotification(interrupted, "Retry…");
      await workbench.quickInput.waitForTitle("Retry tickets.jsonl");
      await workbench.quickInput.enter("Send the Unsent Lines");
      const end = "tickets.jsonl: 38 runs created, 2 not created, 2 unknown.";
      await workbench.answerNotification(end, "Show Results");
      expect(new Set(subjects(app)).size).toBe(38);
      expect(app.created).toHaveLength(38);

      await workbench.tab("Batch tickets.jsonl").waitFor();
      const results = workbench.panel();
      await results.getByRole("button", { name: /^Unknown/ }).click();
      await expect.poll(() => results.getByRole("row").count()).toBe(3);
      await workbench.openView("Dynamiq Runs");
      await group(workbench, "tickets.jsonl").getByText("38 · 2 not created · 2 unknown").waitFor();
    });
  });
});
