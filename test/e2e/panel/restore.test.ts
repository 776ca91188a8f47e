import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Route } from "playwright-core";
import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { connect } from "../support/companion.ts";
import { aged, groupCount, openGroup, openRun, runMenu, selectRuns } from "../support/runsView.ts";
import { createRunElsewhere, readEvents, withSampleApp } from "../support/sampleApp.ts";
import { saveAs } from "../support/saveDialog.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const ids = { user_id: "lena", session_id: "5b1f6a3e-9b10-4c55-8a57-2d1f0b7f6c52" };
const invoice = aged("Where is my invoice");
const size = { width: 1400, height: 900 };

test("the panels of a run, a comparison, an export and a conversation come back after a reload", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("restore", { size }, async (workbench) => {
      const runId = await createRunElsewhere(app, { ticket_subject: "Where is my invoice?", ticket_id: "48250" });
      await createRunElsewhere(app, { play: "chat", input: "My name is Lena." }, ids);
      const lampId = await createRunElsewhere(app, { ticket_subject: "The broken lamp" });
      await connect(workbench, app);
      const panel = workbench.panel();
      await openGroup(workbench, "Completed");
      // Whoever right-clicks while rows come and go may be told to click again.
      await expect.poll(() => groupCount(workbench, "Completed")).toBe(3);

      // Conversation and comparison are left before their pages have loaded.
      const pages = "**/webview/browser/pre/index.html*";
      const held: Route[] = [];
      await workbench.page.route(pages, (route) => void held.push(route));
      await runMenu(workbench, aged("My name is Lena"), "Open Conversation");
      await workbench.tab("My name is Lena").waitFor();
      await selectRuns(workbench, invoice, aged("The broken lamp"));
      await runMenu(workbench, invoice, "Compare the Two Selected Runs");
      await workbench.tab(/ ↔ /).waitFor();
      await expect.poll(() => held.length).toBeGreaterThan(0);
      await workbench.page.unroute(pages);
      const exported = join(workbench.workspace, "exported.json");
      await selectRuns(workbench, invoice);
      await runMenu(workbench, invoice, "Data", "Export Runs…");
      await saveAs(workbench, ".json", exported);
      await workbench.answerNotification("exported to exported.json", "Open");
      const fromFile = panel.getByText("Exported from Support Triage");
      await fromFile.waitFor();
      const lamp = panel.locator(`html[data-run-id="${lampId}"]`);
      await openRun(workbench, lampId);
      await lamp.waitFor({ state: "attached" });
      await openRun(workbench, runId);
      const { length } = await readEvents(app, runId);
      const replayed = panel.locator(`html[data-run-id="${runId}"][data-event-count="${length}"]`);
      await replayed.waitFor({ state: "attached" });
      await panel.getByRole("tab", { name: "Output" }).click();
      await panel.getByRole("tree", { name: "Output" }).waitFor();

      await workbench.reload();
      await replayed.waitFor({ state: "attached" });
      await panel.locator('[role="tab"][aria-selected="true"]', { hasText: "Output" }).waitFor();
      await panel.getByRole("tree", { name: "Output" }).waitFor();
      // A tab in the background has no page that could name it.
      const lampTab = workbench.page.locator(".tab .label-name").getByText("The broken lamp", { exact: true });
      await lampTab.click({ button: "middle" });
      await lampTab.waitFor({ state: "detached" });
      await workbench.runCommand("View: Reopen Closed Editor");
      await lamp.waitFor({ state: "attached" });
      await workbench.tab(/ ↔ /).click();
      await panel.locator(".pair.chg").first().waitFor();
      await workbench.tab("(exported)").click();
      await fromFile.waitFor();
      await workbench.tab("My name is Lena").click();
      await panel.getByRole("article").getByText("My name is Lena").first().waitFor();
    }),
  );
});

test("a panel behind another editor comes back with its filter and event, finds by itself, and shows a picture", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("hidden-panel", { size }, async (workbench) => {
      const bytes = await readFile(join(workbench.workspace, "receipt.png"));
      const input = { ticket_subject: "Where is my invoice?", ticket_id: "48250", receipt: bytes.toString("base64") };
      const runId = await createRunElsewhere(app, input);
      await connect(workbench, app);
      await openRun(workbench, runId);
      const panel = workbench.panel();
      await panel.locator('html[data-run-status="completed"]').waitFor({ state: "attached" });
      const events = (await readEvents(app, runId)) as { type: string; sequence: number }[];
      const tools = events.filter(({ type }) => type.startsWith("agent.tool_call."));
      const chosen = tools.at(-1)!.sequence;

      await panel.getByRole("tab", { name: /^Events/ }).click();
      const chip = panel.getByRole("button", { name: `Tools ${tools.length}` });
      await chip.click();
      await panel.locator(`.ev-row[data-sequence="${chosen}"]`).click();
      const detail = panel.getByRole("region", { name: `Event ${chosen}` });
      await detail.getByRole("button", { name: "Open as Text" }).click();
      await workbench.tab(`event-${chosen}.json`).waitFor();
      await panel.locator("html").waitFor({ state: "detached" });
      await workbench.tab("Where is my invoice?").click();
      await detail.getByLabel("Raw JSON").waitFor();
      expect(await chip.getAttribute("aria-pressed")).toBe("true");
      expect(await panel.locator('[aria-selected="true"].ev-row').getAttribute("data-sequence")).toBe(String(chosen));

      await findsByItself(workbench);
      await panel.getByRole("tab", { name: "Input" }).click();
      const receipt = panel.getByRole("treeitem", { name: /^receipt/ });
      await receipt.click();
      const image = receipt.getByRole("img", { name: "Image from receipt" });
      await expect.poll(() => image.evaluate((drawn: HTMLImageElement) => drawn.naturalWidth)).toBeGreaterThan(0);
    }),
  );
});

/** Ctrl+F opens the panel's own field, in which the extension searches, and not that of VS Code. */
async function findsByItself(workbench: Workbench): Promise<void> {
  const panel = workbench.panel();
  const search = panel.getByRole("textbox", { name: "Search events" });
  await panel.getByRole("grid", { name: "Events" }).press("Control+f");
  await expect.poll(() => search.evaluate((field) => field === document.activeElement)).toBe(true);
  // The name is in no row: the extension finds it in the events themselves.
  await search.fill('"object": "agent.tool_call"');
  await panel
    .getByRole("search")
    .getByText(/^(\d+) of \1$/)
    .waitFor();
  await panel.getByRole("tab", { name: "Story" }).click();
  await panel.getByRole("log", { name: "Story" }).press("Control+f");
  await panel.getByRole("textbox", { name: "Find in story" }).waitFor();
  expect(await workbench.page.locator(".simple-find-part.visible").count()).toBe(0);
}
