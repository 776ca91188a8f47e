import { addConnection } from "../../e2e/support/connect.ts";
import { aged, closeGroup, openGroup, runMenu, runRows, takeFromMenu } from "../../e2e/support/runsView.ts";
import { createRunElsewhere } from "../../e2e/support/sampleApp.ts";
import { type SampleApp, startSampleApp } from "../../support/sample/testApp.ts";
import { temporaryFolder } from "../paths.ts";
import { takeMenuItem } from "../vscode/explorer.ts";
import { writeScriptedAgent } from "../vscode/scriptedAgent.ts";
import { Workbench, type WorkbenchOptions } from "../vscode/workbench.ts";
import {
  clearSelection,
  desktopOptions,
  lookLikeDesktop,
  makeWorkspace,
  takeBoth,
  widenChat,
  widenReceived,
} from "./desktopLook.ts";
import { Film } from "./film.ts";
import { filmLocalApp } from "./filmLocalApp.ts";
import type { Frame } from "./webpEncoder.ts";

/** A window that is connected to a sample app of its own. */
interface Stage {
  workbench: Workbench;
  app: SampleApp;
}

/** A drift of the refund desk: it refunds another amount. */
const wrongAmount = { seed: 3 };

const scenes: Record<string, (stage: Stage) => Promise<void>> = {
  compare: pictureComparison,
  run: pictureRun,
  failed: pictureFailed,
  waiting: pictureWaiting,
  conversation: pictureConversation,
  insights: pictureInsights,
  search: pictureSearch,
  golden: pictureGoldenTest,
};

/**
 * Takes the pictures of the README and the docs on the path of a person, into `out/screenshots`.
 *
 * @returns the frames of the moving ones, by their names
 */
export async function takeShownPictures(): Promise<ReadonlyMap<string, readonly Frame[]>> {
  const films = new Map([["local-app.webp", await filmLocalApp()]]);
  await onStage(desktopOptions, async (stage) => {
    films.set("approval.webp", await filmApproval(stage));
    await stage.workbench.openView("Dynamiq");
    for (const name of ["Not Started", "Paused", "Failed"]) await closeGroup(stage.workbench, name);
    await clearSelection(stage.workbench);
    for (const [name, take] of Object.entries(scenes)) {
      console.log(`Taking ${name}…`);
      await stage.workbench.runCommand("View: Close All Editors");
      await take(stage);
    }
  });
  await takeChat();
  return films;
}

/** Opens a window with a connection, and closes it. */
async function onStage(options: WorkbenchOptions, use: (stage: Stage) => Promise<void>): Promise<void> {
  const folder = await temporaryFolder();
  const workspace = await makeWorkspace(folder.path);
  // Durations are those of an agent: seconds.
  const app = await startSampleApp({ speed: 1 });
  const workbench = await Workbench.open({ ...options, workspace });
  try {
    await lookLikeDesktop(workbench);
    await workbench.openView("Dynamiq");
    await addConnection(workbench, { name: "Support", address: app.url, accessKey: app.accessKey });
    await use({ workbench, app });
  } catch (error) {
    await workbench.screenshot("pictures-failed");
    throw error;
  } finally {
    await workbench.close();
    await app.close();
    await folder.remove();
  }
}

/** An agent in VS Code's chat wants to start a run, and VS Code asks. */
async function takeChat(): Promise<void> {
  const folder = await temporaryFolder();
  const message = "Run refund.run.json and tell me what the customer gets.";
  const agent = await writeScriptedAgent(folder.path, { [message]: 'dynamiqRuns_runFile {"path":"refund.run.json"}' });
  const settings = { ...desktopOptions.settings, "chat.disableAIFeatures": false };
  await onStage({ ...desktopOptions, settings, others: [agent], proposals: true }, async ({ workbench }) => {
    const { page } = workbench;
    await workbench.runCommand("Scripted: Start Agent");
    await workbench.openView("Explorer");
    await workbench.explorer.select("refund.run.json");
    await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
    await workbench.runCommand("Chat: Open Chat");
    await widenChat(workbench);
    const chat = page.locator(".interactive-session");
    await chat.locator(".chat-editor-container .monaco-editor").first().click();
    await page.keyboard.insertText(message);
    await page.keyboard.press("Enter");
    await chat.getByRole("button", { name: "Allow" }).first().waitFor();
    await takeBoth(workbench, "chat", "top");
  });
  await folder.remove();
}

/** From the file to the end of its run, with an approval in between. */
async function filmApproval({ workbench }: Stage): Promise<readonly Frame[]> {
  const { page, explorer } = workbench;
  const file = "approval.run.json";
  const panel = workbench.panel();
  const shows = (word: string) => panel.locator(`html[data-run-status="${word}"]`);
  const film = await Film.start(workbench);
  await workbench.openView("Explorer");
  const row = await explorer.reveal(file);
  await film.point(row);
  await film.take(400);
  await row.click({ button: "right" });
  const item = page
    .locator(".context-view .monaco-menu")
    .getByRole("menuitem", { name: "Run with This File", exact: true });
  await film.take(300);
  await film.point(item);
  await film.take(700);
  await takeMenuItem(item);
  await panel.locator("html[data-event-count]").waitFor({ state: "attached" });
  await film.stream(shows("awaiting_input"), { events: 4, lasts: 250 });
  const approve = panel.getByRole("button", { name: "Approve", exact: true });
  await approve.waitFor();
  await film.take(2_200);
  await film.point(approve);
  await film.take(600);
  await approve.click();
  await film.stream(shows("completed"), { events: 4, lasts: 250 });
  await panel.getByText("goes back to your card").first().waitFor();
  await film.take(2_500);
  await film.end();
  return film.frames;
}

async function pictureRun({ workbench }: Stage): Promise<void> {
  const panel = workbench.panel();
  await runFile(workbench, "refund.run.json", "receipt.png");
  while (Number(await panel.locator("html").getAttribute("data-event-count")) < 30);
  await workbench.openView("Dynamiq");
  await takeBoth(workbench, "run-live");
  await status(workbench, "completed");
  await openGroup(workbench, "Completed");
  await runRows(workbench, aged("Ticket 48213")).first().click();
  await panel.getByText("goes back to your card").first().waitFor();
  await takeBoth(workbench, "run-completed", "editor");
  await panel.getByRole("tab", { name: /Events/ }).click();
  await panel.locator("[data-sequence]").first().waitFor();
  await takeBoth(workbench, "run-events", "editor");
  await panel.getByRole("tab", { name: "Timeline" }).click();
  await panel.getByRole("row", { name: /^Iteration 1, / }).waitFor();
  await takeBoth(workbench, "run-timeline", "editor");
}

async function pictureFailed({ workbench }: Stage): Promise<void> {
  await runFile(workbench, "failing.run.json");
  await status(workbench, "failed");
  await workbench.openView("Dynamiq");
  await openGroup(workbench, "Failed");
  await runRows(workbench, aged("Refund for a canceled workshop")).first().click();
  await takeBoth(workbench, "run-failed", "editor");
  await closeGroup(workbench, "Failed");
  await clearSelection(workbench);
}

async function pictureWaiting({ workbench }: Stage): Promise<void> {
  await runFile(workbench, "approval.run.json");
  await status(workbench, "awaiting_input");
  await workbench.openView("Dynamiq");
  await takeBoth(workbench, "run-waiting", "editor");
}

async function pictureSearch({ workbench }: Stage): Promise<void> {
  await workbench.openView("Dynamiq");
  await workbench.runCommand("Dynamiq: Search Runs…");
  await workbench.quickInput.fill("tool:issue_refund input.amount:>500");
  await workbench.page.getByText(/^Show \d+ Runs/).waitFor();
  await takeBoth(workbench, "search-box");
  await workbench.page.keyboard.press("Enter");
  const results = workbench.rows("Search Results");
  const load = results.filter({ hasText: "Load 30 Days" });
  await results.first().waitFor();
  if (await load.isVisible()) await load.click();
  await load.waitFor({ state: "detached", timeout: 120_000 });
  await results.filter({ hasText: "issue_refund" }).first().click();
  await workbench.panel().getByRole("heading", { level: 1 }).click();
  await takeBoth(workbench, "search", "top");
}

async function pictureInsights({ workbench }: Stage): Promise<void> {
  await workbench.runCommand("Dynamiq: Show Insights");
  const panel = workbench.panel();
  await panel.getByRole("button", { name: /^Load 14 Days/ }).click();
  await panel.getByRole("progressbar").waitFor();
  await panel.getByRole("progressbar").waitFor({ state: "detached", timeout: 120_000 });
  // Charts need the width.
  await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
  await takeBoth(workbench, "insights");
  await panel.getByRole("heading", { name: /Failures by Cause/ }).hover();
  await takeBoth(workbench, "insights-causes");
  await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
}

/** The same ticket before and after a release that refunds another amount. */
async function pictureComparison({ workbench, app }: Stage): Promise<void> {
  const message = "I was charged twice after the plan change.";
  const input = { desk: "refunds", ticket: 48213, customer: "customer-7421", message, amount: 480 };
  await createRunElsewhere(app, input);
  app.drift = wrongAmount;
  await createRunElsewhere(app, input);
  app.drift = undefined;
  await workbench.openView("Dynamiq");
  await openGroup(workbench, "Completed");
  const rows = workbench
    .rows("Runs")
    .filter({ hasText: message.slice(0, 20) })
    .and(workbench.page.getByLabel(/^Completed/));
  await rows.nth(1).waitFor();
  await rows.nth(1).click();
  await rows.first().click({ modifiers: ["ControlOrMeta"] });
  await takeFromMenu(workbench, rows.first(), "Compare the Two Selected Runs");
  await workbench.panel().getByText("First difference at").first().waitFor();
  await workbench.runCommand("View: Close Other Editors in Group");
  await takeBoth(workbench, "comparison", "editor");
}

async function pictureGoldenTest({ workbench, app }: Stage): Promise<void> {
  app.drift = wrongAmount;
  await workbench.openView("Explorer");
  await workbench.explorer.select("refunds.golden.json");
  await workbench.openView("Testing");
  await workbench.runCommand("Test: Run Tests in Current File");
  await workbench.page.getByText("0/1").waitFor();
  await workbench.page.getByText("amount is 640, expected 480").first().waitFor();
  app.drift = undefined;
  await workbench.page.locator(".test-explorer .monaco-list-row").last().click();
  await workbench.page.keyboard.press("ArrowRight");
  const result = workbench.page.getByRole("treeitem", { name: /^Step 6, issue_refund/ });
  await result.click();
  await workbench.page.locator(".part.panel .monaco-diff-editor").first().waitFor();
  // Its lines need the width: the button would cover those that wrap.
  await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
  await widenReceived(workbench);
  await takeBoth(workbench, "golden-failed");
  await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
}

async function pictureConversation({ workbench }: Stage): Promise<void> {
  await workbench.openView("Dynamiq");
  await runMenu(workbench, aged("It arrived damaged"), "Open Conversation");
  const turns = workbench.panel().getByRole("article");
  await turns.nth(2).getByRole("button", { name: "Approve", exact: true }).waitFor();
  await takeBoth(workbench, "conversation", "editor");
}

async function runFile(workbench: Workbench, file: string, ...others: readonly string[]): Promise<void> {
  await workbench.openView("Explorer");
  if (others.length > 0) await workbench.explorer.select(file, ...others);
  await workbench.explorer.contextMenu(file, "Run with This File");
}

async function status(workbench: Workbench, word: string): Promise<void> {
  await workbench.panel().locator(`html[data-run-status="${word}"]`).waitFor({ state: "attached", timeout: 120_000 });
}
