import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import type { SampleApp } from "../../support/sample/testApp.ts";
import { askCompanion, connect } from "../support/companion.ts";
import { clickRow, group, groupCount, openGroup, runRows } from "../support/runsView.ts";
import { answerElsewhere, createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { inAnotherWindow, withUsedWorkbench } from "../support/usedWorkbench.ts";

const approval = { ticket_subject: "Refund from elsewhere", amount: 620, currency: "USD" };

test("changes by others appear without a refresh, and the reader's row stays in place; a view out of sight reads nothing, one without the focus goes on", async () => {
  // A run takes five seconds, in which a view in sight polls twice.
  await withSampleApp({ pastRuns: 60, speed: 1.25 }, (app) =>
    withUsedWorkbench("explorer", { size: { width: 1400, height: 900 } }, async (workbench) => {
      // Before its first focus a window isn't heard to lose it.
      await workbench.setFocused(true);
      await connect(workbench, app);
      await openGroup(workbench, "Completed");
      await staysInPlace(workbench, app);

      await workbench.openView("Explorer");
      // The extension has heard that its view is out of sight once another one has done what it was asked to do then.
      await askCompanion(workbench, {});
      await expectSilence(workbench, app);
      await workbench.openView("Dynamiq");
      await seesEnd(workbench, "Meanwhile 1");

      await workbench.setFocused(false);
      // The extension has heard of it once it shows what happens in another window, but not what happens in the app.
      await markElsewhere(workbench);
      await workbench.page.locator(".statusbar-item", { hasText: "Support Triage, production" }).waitFor();
      await createRunElsewhere(app, { ticket_subject: "Without the focus" });
      await seesEnd(workbench, "Without the focus");
      await workbench.setFocused(true);
    }),
  );
});

async function staysInPlace(workbench: Workbench, app: SampleApp): Promise<void> {
  const rowsOf = (icon: string) => workbench.rows("Runs").filter({ has: workbench.page.locator(`.codicon-${icon}`) });
  // The rows of each open group come by themselves, and push those below them away from the pointer.
  for (const icon of ["bell-dot", "loading", "circle-large", "debug-pause", "error"])
    await rowsOf(icon).first().waitFor();
  const waiting = await groupCount(workbench, "Waiting for You");
  const id = await createRunElsewhere(app, approval);
  await runRows(workbench, "Approve issuing a $620 refund").waitFor();
  await expect.poll(() => groupCount(workbench, "Waiting for You")).toBe(waiting + 1);
  const completed = await groupCount(workbench, "Completed");
  // By its name without its age, which grows.
  const name = (await rowsOf("pass-filled").nth(3).getAttribute("aria-label")) ?? "";
  const title = name.slice(name.indexOf(": ") + 2);
  const row = workbench.page.locator(`.sidebar .monaco-list-row[aria-label$=": ${title}"]`);
  await clickRow(row);
  await workbench.page.mouse.wheel(0, 150);
  await workbench.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  const top = async () => (await row.boundingBox())?.y;
  await expect.poll(top).toBeDefined();
  const before = await top();
  await answerElsewhere(app, id);
  await runRows(workbench, "No longer waiting").waitFor();
  await expect.poll(top).toBe(before);
  // The run has its new place when the person asks for what is new.
  await workbench.runCommand("Dynamiq: Refresh Runs");
  await expect.poll(() => groupCount(workbench, "Completed")).toBe(completed + 1);
  await expect.poll(top).toBe(before);
  expect(await row.getAttribute("aria-selected")).toBe("true");
  expect(await group(workbench, "Completed").getAttribute("aria-expanded")).toBe("true");
}

let meanwhile = 0;

/** Lets a run begin and end elsewhere, which takes several polls. The list may not be read meanwhile. */
async function expectSilence(workbench: Workbench, app: SampleApp): Promise<void> {
  // In the background, what waits is asked for about once a minute.
  const isOfBackground = (path: string): boolean => path.startsWith("/v1/runs?status=awaiting_input&page=");
  const requests = () => app.requests.filter(({ path }) => !path.includes(ours) && !isOfBackground(path));
  meanwhile++;
  const ours = await createRunElsewhere(app, { ticket_subject: `Meanwhile ${meanwhile}` });
  // A refresh that was under way when the view was hidden goes on to its end: its requests follow each other at once.
  await expect.poll(() => requests().every(({ status }) => status !== undefined)).toBe(true);
  const before = requests().length;
  const read = async (): Promise<string> => {
    const response = await fetch(`${app.url}/v1/runs/${ours}`, {
      headers: { authorization: `Bearer ${app.accessKey}` },
    });
    return ((await response.json()) as { data: { status: string } }).data.status;
  };
  await expect.poll(read).toBe("completed");
  expect(requests().slice(before)).toEqual([]);
  expect(await runRows(workbench, `Meanwhile ${meanwhile}`).count()).toBe(0);
}

async function seesEnd(workbench: Workbench, subject: string): Promise<void> {
  const ended = workbench.page.locator(".codicon-pass-filled");
  await runRows(workbench, subject).filter({ has: ended }).waitFor();
}

/** Marks the connection as production in another window. */
async function markElsewhere(workbench: Workbench): Promise<void> {
  const { connections } = await inAnotherWindow(workbench);
  for (const [id] of connections.entries())
    await connections.update(
      id,
      (stored) => stored && { ...stored, connection: { ...stored.connection, production: "warn" } },
    );
}
