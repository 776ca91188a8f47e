import type { Locator } from "playwright-core";
import { expect } from "vitest";
import { insist } from "../../harness/insist.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import type { SampleApp } from "../../support/sample/testApp.ts";
import { runRows } from "./runsView.ts";
import { readEvents } from "./sampleApp.ts";

/** How many runs wait, as the view's icon in the activity bar says it. */
export function badge({ page }: Workbench) {
  return page.locator(".activitybar .action-item", { has: page.getByLabel("Dynamiq") }).locator(".badge-content");
}

/**
 * Presses a button of a row, which shows while the pointer is over it, until something opens. A row that came under a
 * pointer that rests gets its buttons only when the pointer comes again.
 */
export async function pressInline(
  workbench: Workbench,
  text: string | RegExp,
  name: string,
  opens: Locator,
): Promise<void> {
  const row = runRows(workbench, text).first();
  const button = row.getByRole("button", { name, exact: true });
  const come = async (): Promise<boolean> => {
    await workbench.page.mouse.move(0, 0);
    await row.hover();
    return await button.isVisible();
  };
  // When groups come and go, VS Code forgets for a moment which row it has where, and the person is told.
  const again = workbench.notification("The list changed as you clicked, so nothing was done. Click again.");
  for (;;) {
    // A row that was drawn again under the pointer shows its buttons when the pointer comes again.
    await insist(async (timeout) => {
      await expect.poll(come).toBe(true);
      await button.click({ timeout });
    });
    await opens.or(again).first().waitFor();
    if (await opens.isVisible()) return;
    await workbench.runCommand("Notifications: Clear All Notifications");
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
