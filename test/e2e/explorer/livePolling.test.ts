import { expect, test } from "vitest";
import type { SampleApp } from "../../../src/sample/server.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { openGroup, runRows } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { inAnotherWindow, withUsedWorkbench } from "../support/usedWorkbench.ts";

/** Longer than the time between two polls while things change. */
const whileNobodyLooks = 4_500;

test("a hidden view makes no requests, and shows what happened meanwhile afterwards; a window without focus shows marks", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("live-polling", {}, async (workbench) => {
      await createRunElsewhere(app, { ticket_subject: "Before all" });
      await workbench.openView("Dynamiq Runs");
      // Before its first focus a window is not heard to lose it.
      await workbench.setFocused(true);
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await openGroup(workbench, "Completed");

      await seeByItself(workbench, app, "While looking");
      await workbench.openView("Explorer");
      await expectSilence(workbench, app, "While hidden");
      await workbench.openView("Dynamiq Runs");
      await ended(workbench, "While hidden").waitFor();

      await seeByItself(workbench, app, "While looking again");
      await workbench.setFocused(false);
      await markElsewhere(workbench);
      await workbench.page.locator(".statusbar-item", { hasText: "Support Triage, production" }).waitFor();
      await expectSilence(workbench, app, "While unfocused");
      expect(await runRows(workbench, "While unfocused").count()).toBe(0);
      await workbench.setFocused(true);
      await ended(workbench, "While unfocused").waitFor();
    }),
  );
});

/** Marks the connection as production in another window. */
async function markElsewhere(workbench: Workbench): Promise<void> {
  const { connections } = await inAnotherWindow(workbench);
  for (const [id] of connections.entries()) {
    await connections.update(
      id,
      (stored) => stored && { ...stored, connection: { ...stored.connection, production: "warn" } },
    );
  }
}

/** A run that appears by itself proves that the view polls, and makes the next poll soon. */
async function seeByItself(workbench: Workbench, app: SampleApp, subject: string): Promise<void> {
  await createRunElsewhere(app, { ticket_subject: subject });
  await ended(workbench, subject).waitFor();
}

/** Creates a run elsewhere and lets time pass: the explorer must not make a request. */
async function expectSilence(workbench: Workbench, app: SampleApp, subject: string): Promise<void> {
  // A response in progress may still be followed by another request.
  await workbench.page.waitForTimeout(500);
  await createRunElsewhere(app, { ticket_subject: subject });
  const before = app.requests.length;
  await workbench.page.waitForTimeout(whileNobodyLooks);
  expect(app.requests.slice(before)).toEqual([]);
}

function ended(workbench: Workbench, subject: string) {
  const rows = runRows(workbench, subject);
  return rows.filter({ has: workbench.page.locator(".codicon-pass-filled") });
}
