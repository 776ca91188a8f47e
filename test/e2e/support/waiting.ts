import type { Locator } from "playwright-core";
import type { SampleApp } from "../../../src/sample/server.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { runRows, takeFromMenu } from "./runsView.ts";
import { readEvents } from "./sampleApp.ts";

/** How many runs wait, as the view's icon in the activity bar says it. */
export function badge(workbench: Workbench) {
  return workbench.page
    .locator(".activitybar .action-item", { has: workbench.page.getByLabel("Dynamiq Runs") })
    .locator(".badge-content");
}

/** Presses a button of a row, which shows while the mouse is over it, and waits for what comes of it. */
export async function pressInline(
  workbench: Workbench,
  text: string | RegExp,
  button: string,
  reached: Locator,
): Promise<void> {
  const row = runRows(workbench, text).first();
  await reach(workbench, reached, async () => {
    // A row that came under a pointer that rests gets its buttons only when the pointer comes again.
    await workbench.page.mouse.move(0, 0);
    await row.hover({ timeout: 5_000 });
    await row.getByRole("button", { name: button, exact: true }).click({ timeout: 5_000 });
  });
}

/** Approves a waiting row: its button shows everything that is approved, and the first entry sends. */
export async function approveInline(workbench: Workbench, text: string | RegExp, reached: Locator): Promise<void> {
  await pressInline(workbench, text, "Approve Input Request", inputTitle(workbench, "Approve: "));
  await workbench.quickInput.pick("Approve");
  await reached.waitFor();
}

/** Takes an item of a row's menu and waits for what comes of it. */
export async function takeInline(
  workbench: Workbench,
  text: string | RegExp,
  item: string,
  reached: Locator,
): Promise<void> {
  await reach(workbench, reached, () => takeFromMenu(workbench, runRows(workbench, text).first(), item));
}

/**
 * A row that is drawn again loses its button; and VS Code passes no row while it reads the rows: then the command asks
 * which, and it is tried again.
 */
export async function reach(workbench: Workbench, reached: Locator, act: () => Promise<void>): Promise<void> {
  const asks = inputTitle(workbench, "which input request?");
  for (let left = 5; ; left--) {
    try {
      await act();
      await reached.or(asks).first().waitFor();
      if (!(await asks.isVisible())) return;
      await workbench.quickInput.cancel();
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

/** The title of a quick input in sight. */
export function inputTitle(workbench: Workbench, title: string | RegExp): Locator {
  return workbench.page.locator(".quick-input-widget:visible .quick-input-title", { hasText: title });
}

/** The answers that a run has received, as its events tell them. */
export async function answersTo(app: SampleApp, runId: string): Promise<Record<string, unknown>[]> {
  const events = (await readEvents(app, runId)) as { type: string; data: Record<string, unknown> }[];
  return events
    .filter(({ type }) => type === "run.human_feedback.received")
    .map(({ data: { id: _id, request_id: _request, ...answer } }) => answer);
}
