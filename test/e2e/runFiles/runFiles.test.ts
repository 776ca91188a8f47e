import { mkdtemp, realpath, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SampleApp } from "../../../src/sample/server.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { runRows } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { inThemes } from "../support/themes.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const refund = `{
  "input": {
    "ticket_subject": "Refund request of \${env:HOME}",
    "asked_at": "\${now}"
  },
  "session_id": "\${uuid}",
  "saveTo": "answer.json"
}
`;
const asksForHome = /Let a-refund\.run\.json send this to Support Triage\?.*Environment variables:\s*• HOME/s;
const files = { "a-refund.run.json": refund };
const size = { width: 1400, height: 900 };

test("a run file is run from its editor, from the explorer, dropped onto the runs, and with files alone", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("request-files", { files, size }, async (workbench) => {
      const { explorer, page, quickInput } = workbench;
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await workbench.openView("Explorer");

      await explorer.item("a-refund.run.json").click();
      await lens(workbench, "Run").waitFor();
      await workbench.screenshot("request-lenses");
      const starts = (act: () => Promise<void>): Promise<void> => startsRun(workbench, app, act);
      await lens(workbench, "Run").click();
      await page.locator(".monaco-dialog-box", { hasText: asksForHome }).waitFor();
      await workbench.screenshot("request-reads");
      await workbench.answerDialog(asksForHome, "Cancel");
      expect(app.created).toEqual([]);
      await lens(workbench, "Run").click();
      await starts(() => workbench.answerDialog(asksForHome, "Always Allow in This Workspace"));
      expect(app.created.at(-1)).toMatchObject({
        mode: "stream",
        input: { ticket_subject: `Refund request of ${process.env["HOME"]}` },
      });
      await workbench.panel().locator('html[data-run-status="completed"]').waitFor({ state: "attached" });
      await explorer.item("answer.json").waitFor();

      await explorer.contextMenu("receipt.png", "Run with This File");
      await quickInput.waitForTitle("The Run's Input, with receipt.png Attached");
      await quickInput.row("No Input").waitFor();
      await workbench.screenshot("request-input-question");
      await starts(() => quickInput.pick("No Input"));
      expect(app.created.at(-1)).toMatchObject({ input: {}, files: [{ name: "receipt.png" }] });

      await explorer.item("a-refund.run.json").click();
      await starts(() => page.locator(".editor-actions").getByRole("button", { name: "Run with This File" }).click());

      await starts(() => dropOntoRuns(workbench, "ticket.json", "receipt.png"));
      const { input, files: sent } = app.created.at(-1) ?? {};
      expect(input).toMatchObject({ ticket_id: expect.any(String) as string });
      expect(sent?.map(({ name }) => name)).toEqual(["receipt.png"]);
      await workbench.screenshot("request-dropped");

      await workbench.openView("Explorer");
      await explorer.item("a-refund.run.json").dblclick();
      await page.locator(".monaco-editor.focused").waitFor();
      await starts(() => page.keyboard.press("Shift+Alt+E"));
      await asksForOutside(workbench, app);
    }),
  );
});

/** A cloned repository can contain a link to a key, and can name a connection. */
async function asksForOutside(workbench: Workbench, app: SampleApp): Promise<void> {
  const { explorer } = workbench;
  const outside = await mkdtemp(join(tmpdir(), "outside-"));
  const secret = await realpath(outside).then((folder) => join(folder, "id_rsa"));
  await writeFile(secret, "PRIVATE");
  await symlink(secret, join(workbench.workspace, "notes.txt"));
  const request = { input: { ticket_subject: "${file:notes.txt}" }, files: ["notes.txt"], mode: "background" };
  await writeFile(join(workbench.workspace, "c-leaks.run.json"), JSON.stringify(request));
  const asks = new RegExp(
    `Let c-leaks\\.run\\.json send this to Support Triage\\?.*${secret}, through notes\\.txt.*${secret}, as text, through notes\\.txt`,
    "s",
  );
  const leaks = (): Promise<void> => explorer.contextMenu("c-leaks.run.json", "Run with This File");
  const before = app.created.length;
  await leaks();
  await workbench.page.locator(".monaco-dialog-box", { hasText: asks }).waitFor();
  await inThemes(workbench, "request-reads-files");
  await workbench.answerDialog(asks, "Cancel");
  expect(app.created.length).toBe(before);
  await workbench.runCommand("Notifications: Clear All Notifications");
  await leaks();
  await startsRun(workbench, app, () => workbench.answerDialog(asks, "Run"));
  // Until the extension knows of the run, a second click would be one too many.
  await workbench.notification(/The run “.+” was created\./).waitFor();
  expect(app.created.at(-1)).toMatchObject({ input: { ticket_subject: "PRIVATE" }, files: [{ name: "notes.txt" }] });
  // Nothing shows a run in the background, so its end is told, with its result.
  await workbench.notification(/Support Triage: PRIVATE – Completed: ./).waitFor();
  await workbench.screenshot("run-ended");
  // The same content of both isn't asked about again; another content is.
  await workbench.runCommand("Notifications: Clear All Notifications");
  await startsRun(workbench, app, leaks);
  await workbench.notification(/The run “.+” was created\./).waitFor();
  // Two clicks within 0.7 s are one: the next one is to be another.
  await workbench.page.waitForTimeout(1_000);
  await writeFile(secret, "PRIVATE, changed");
  await leaks();
  await workbench.answerDialog(asks, "Cancel");
  expect(app.created.length).toBe(before + 2);
}

/** Something that starts exactly one run, whose panel is there when it opens one. */
async function startsRun(workbench: Workbench, app: SampleApp, act: () => Promise<void>): Promise<void> {
  const before = app.created.length;
  await act();
  await expect.poll(() => app.created.length, { timeout: 10_000 }).toBe(before + 1);
  const created = app.created.at(-1);
  if (created?.mode !== "stream") return;
  await workbench.panel().locator(`html[data-run-id="${created.run_id}"]`).waitFor({ state: "attached" });
}

/** What stands above the first line of a run file, by its name. */
function lens(workbench: Workbench, name: string) {
  return workbench.page.locator(".codelens-decoration a").filter({ hasText: new RegExp(`^\\W*${name}$`) });
}

/** Drags selected files from the file explorer over the activity bar onto the runs, as a person does. */
async function dropOntoRuns(workbench: Workbench, first: string, ...others: string[]): Promise<void> {
  const { explorer, page } = workbench;
  await explorer.select(first, ...others);
  await explorer.item(first).hover();
  await page.mouse.down();
  const icon = page.locator(".activitybar .action-item", { has: page.getByLabel("Dynamiq Runs") }).first();
  await moveTo(workbench, icon);
  const row = runRows(workbench, "").first();
  for (let left = 20; left > 0 && !(await row.isVisible()); left--) {
    await moveTo(workbench, icon);
    await page.waitForTimeout(200);
  }
  await moveTo(workbench, row);
  await page.mouse.up();
}

/** In steps: a drag is nothing without its way. */
async function moveTo(workbench: Workbench, target: ReturnType<typeof lens>): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error("There is nothing to drag to.");
  await workbench.page.mouse.move(box.x + box.width / 2 - 3, box.y + box.height / 2, { steps: 5 });
  await workbench.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
}
