import { startSampleApp } from "../../src/sample/server.ts";
import { addConnection } from "../e2e/support/connect.ts";
import { aged, closeGroup, openGroup, runMenu } from "../e2e/support/runsView.ts";
import { createRunElsewhere } from "../e2e/support/sampleApp.ts";
import { Workbench } from "./vscode/workbench.ts";

const lena = { user_id: "lena", session_id: "5b1f6a3e-9b10-4c55-8a57-2d1f0b7f6c52" };

/** Takes the pictures of the README and the docs on the path of a person, into `out/screenshots`. */
export async function takeShownPictures(): Promise<void> {
  const app = await startSampleApp({ speed: 3 });
  const settings = { "workbench.colorTheme": "Dark Modern" };
  const workbench = await Workbench.open({ settings, size: { width: 1400, height: 900 } });
  try {
    await createRunElsewhere(app, { play: "chat", input: "My name is Lena and my order is 4411." }, lena);
    await workbench.openView("Dynamiq Runs");
    await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
    await pictureRun(workbench);
    await runFile(workbench, "approval.run.json");
    await status(workbench, "awaiting_input");
    await workbench.openView("Dynamiq Runs");
    await workbench.screenshot("run-waiting");
    await pictureConversation(workbench);
  } finally {
    await workbench.close();
    await app.close();
  }
}

async function pictureRun(workbench: Workbench): Promise<void> {
  const panel = workbench.panel();
  await runFile(workbench, "refund.run.json", "receipt.png");
  while (Number(await panel.locator("html").getAttribute("data-event-count")) < 30);
  await workbench.screenshot("run-live");
  await status(workbench, "completed");
  await workbench.openView("Dynamiq Runs");
  await closeGroup(workbench, "Failed");
  await openGroup(workbench, "Completed");
  await workbench.screenshot("run-completed");
  await panel.getByRole("tab", { name: /Events/ }).click();
  await panel.locator("[data-sequence]").first().waitFor();
  await workbench.screenshot("run-events");
  await panel.getByRole("tab", { name: "Timeline" }).click();
  await panel.getByRole("row", { name: /^Iteration 1, / }).waitFor();
  await workbench.screenshot("run-timeline");
}

async function pictureConversation(workbench: Workbench): Promise<void> {
  const panel = workbench.panel();
  const turns = panel.getByRole("article");
  await runMenu(workbench, aged("My name is Lena"), "Open Conversation");
  await turns.first().hover();
  await turns.first().getByRole("button", { name: "Fork Here…" }).click();
  await workbench.answerDialog("Send 1 message again in a new session?", "Fork");
  await turns
    .first()
    .getByText(/Completed$/)
    .waitFor();
  const message = panel.getByRole("textbox", { name: "Message as lena" });
  await message.fill("Which order is mine?");
  await message.press("Control+Enter");
  await turns.nth(1).locator(".md").getByText("4411").first().waitFor();
  await workbench.screenshot("conversation-forked-dark");
}

async function runFile(workbench: Workbench, file: string, ...others: readonly string[]): Promise<void> {
  await workbench.openView("Explorer");
  await workbench.explorer.select(file, ...others);
  await workbench.explorer.contextMenu(file, "Run with This File");
}

async function status(workbench: Workbench, word: string): Promise<void> {
  await workbench.panel().locator(`html[data-run-status="${word}"]`).waitFor({ state: "attached" });
}
