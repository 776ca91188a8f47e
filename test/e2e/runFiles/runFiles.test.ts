import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import type { SampleApp } from "../../support/sample/testApp.ts";
import { connect } from "../support/companion.ts";
import { runRows } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const refund = `{
  "input": {
    "ticket_subject": "[Refund policy](https://example.com/refunds?region=us) of \${env:HOME}",
    "asked_at": "\${now}"
  },
  "session_id": "\${uuid}",
  "saveTo": "answer.json"
}
`;
const asksForHome = /Let a-refund\.run\.json send this to Support Triage\?.*Environment variables:\s*• HOME/s;
const files = { "a-refund.run.json": refund };
const size = { width: 1400, height: 900 };

test("a run file is run from its editor, by its button and shortcut, dropped onto the runs, and with files alone; a link asks", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("run-files", { files, size }, async (workbench) => {
      const { explorer, page, quickInput } = workbench;
      const panel = workbench.panel();
      await connect(workbench, app);
      await workbench.openView("Explorer");
      await (await explorer.reveal("a-refund.run.json")).click();
      const starts = (act: () => Promise<void>): Promise<void> => startsRun(workbench, app, act);
      const lens = page.locator(".codelens-decoration a").filter({ hasText: /^\W*Run$/ });
      await lens.click();
      await workbench.answerDialog(asksForHome, "Cancel");
      expect(app.created).toEqual([]);
      await lens.click();
      await starts(() => workbench.answerDialog(asksForHome, "Always Allow in This Workspace"));
      expect(app.created.at(-1)).toMatchObject({
        mode: "stream",
        input: { ticket_subject: expect.stringContaining(`of ${process.env["HOME"]}`) as string },
      });
      await panel.locator('html[data-run-status="completed"]').waitFor({ state: "attached" });
      await explorer.item("answer.json").waitFor();
      await linkAsks(workbench);

      await explorer.contextMenu("receipt.png", "Run with This File");
      await quickInput.waitForTitle("The Run's Input, with receipt.png Attached");
      await starts(() => quickInput.pick("No Input"));
      expect(app.created.at(-1)).toMatchObject({ input: {}, files: [{ name: "receipt.png" }] });

      await (await explorer.reveal("a-refund.run.json")).click();
      await starts(() => page.locator(".editor-actions").getByRole("button", { name: "Run with This File" }).click());

      await starts(() => dropOntoRuns(workbench, "ticket.json", "receipt.png"));
      const { input, files: sent } = app.created.at(-1) ?? {};
      expect(input).toMatchObject({ ticket_id: expect.any(String) as string });
      expect(sent?.map(({ name }) => name)).toEqual(["receipt.png"]);

      await workbench.openView("Explorer");
      await (await explorer.reveal("a-refund.run.json")).dblclick();
      await page.locator(".monaco-editor.focused").waitFor();
      await starts(() => page.keyboard.press("Shift+Alt+E"));
    }),
  );
});

/** A link in a story opens only after VS Code has asked. */
async function linkAsks(workbench: Workbench): Promise<void> {
  const panel = workbench.panel();
  await panel.getByRole("log", { name: "Story" }).getByRole("link", { name: "Refund policy" }).last().click();
  await workbench.answerDialog("https://example.com/refunds?region=us", "Cancel");
  expect(workbench.page.context().pages()).toHaveLength(1);
}

/** Something that starts exactly one run, whose panel opens. */
async function startsRun(workbench: Workbench, app: SampleApp, act: () => Promise<void>): Promise<void> {
  const before = app.created.length;
  await act();
  await expect.poll(() => app.created.length).toBe(before + 1);
  const id = app.created.at(-1)?.run_id;
  await workbench.panel().locator(`html[data-run-id="${id}"]`).waitFor({ state: "attached" });
}

/** Drags selected files from the file explorer over the activity bar onto the runs, as a person does. */
async function dropOntoRuns(workbench: Workbench, first: string, ...others: string[]): Promise<void> {
  const { explorer, page } = workbench;
  await explorer.select(first, ...others);
  await (await explorer.reveal(first)).hover();
  await page.mouse.down();
  const icon = page.locator(".activitybar .action-item", { has: page.getByLabel("Dynamiq") }).first();
  const row = runRows(workbench, "").first();
  await expect
    .poll(async () => {
      await dragTo(workbench, icon);
      return await row.isVisible();
    })
    .toBe(true);
  // VS Code takes what is dropped only where it has marked a row, with those below it.
  const marked = workbench.view("Runs").locator(".monaco-list-row.drop-target");
  await expect
    .poll(async () => {
      await dragTo(workbench, row);
      return await marked.count();
    })
    .toBeGreaterThan(0);
  await page.mouse.up();
}

/** In steps: a drag is nothing without its way. */
async function dragTo({ page }: Workbench, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error("There is nothing to drag to.");
  await page.mouse.move(box.x + box.width / 2 - 3, box.y + box.height / 2, { steps: 5 });
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
}
