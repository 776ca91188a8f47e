import { expect, test } from "vitest";
import { createAccessKey } from "../../../src/sample/http/auth.ts";
import type { SampleApp } from "../../../src/sample/server.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { welcome } from "../support/runsView.ts";
import { freePort, withSampleApp } from "../support/sampleApp.ts";
import { inThemes } from "../support/themes.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const brokenRequest = `{
  "input": { "ticket_id": "48213" },
  "user_id" "customer-7421"
}
`;
const files = {
  "broken.json": brokenRequest,
  "users.jsonl": ["ann", "new-ben", "new-cy", "ann"]
    .map((user_id) => JSON.stringify({ input: {}, user_id }))
    .join("\n"),
};

test("a run that can't be started says why, names the place, and sends nothing", async () => {
  await withUsedWorkbench("run-errors", { files, size: { width: 1400, height: 900 } }, async (workbench) => {
    const { explorer, quickInput, page } = workbench;
    const run = (name: string) => explorer.contextMenu(name, "Run with This File");

    await workbench.openView("Explorer");
    await run("refund.run.json");
    const noConnection = "There is no connection to a Dynamiq app yet.";
    await workbench.notification(noConnection).waitFor();
    await workbench.screenshot("run-error-no-connection");
    await workbench.answerNotification(noConnection, "Add Connection…");
    await quickInput.waitForTitle("Add Connection (1/3)");
    await quickInput.cancel();

    const port = await freePort();
    await withSampleApp({ port }, async (app) => {
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await welcome(workbench).getByText("This app has no runs yet.").waitFor();
      await workbench.openView("Explorer");

      await run("broken.json");
      const broken = /broken\.json, line 3, column 13: /;
      await workbench.notification(broken).waitFor();
      await workbench.screenshot("run-error-json");
      await workbench.answerNotification(broken, "Open File");
      await workbench.tab("broken.json").waitFor();
      await page.locator('.statusbar-item[id="status.editor.selection"]', { hasText: "Ln 3, Col 13" }).waitFor();

      expect(app.created).toEqual([]);
    });

    await withSampleApp({ port, accessKey: createAccessKey() }, async (app) => {
      await run("refund.run.json");
      const refused = "The access key was rejected";
      await workbench.notification(refused).waitFor();
      await workbench.screenshot("run-error-key");
      expect(app.requests).toEqual([
        { method: "GET", path: "/v1/requirements/status?user_id=customer-7421", status: 401 },
        { method: "POST", path: "/v1/runs", status: 401 },
      ]);
      expect(app.created).toEqual([]);
      await workbench.answerNotification(refused, "Replace Access Key…");
      await quickInput.waitForTitle("Replace the Access Key of Support Triage");
      await quickInput.enter(app.accessKey);
      await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
      // The saved key is used. Before that, a menu that opens can lose the focus to the editor again.
      await expect.poll(() => app.requests.at(-1)?.path).toContain("/v1/runs?page=1&");
      await run("refund.run.json");
      await workbench.panel().getByRole("heading", { name: "Ticket 48213: charged twice" }).waitFor();
      expect(app.created).toHaveLength(1);
      await connectsAccounts(workbench, app, run);
    });
  });
});

/** A user who hasn't connected an account: the person decides before anything is sent, and one run starts at most. */
async function connectsAccounts(
  workbench: Workbench,
  app: SampleApp,
  run: (name: string) => Promise<void>,
): Promise<void> {
  const missing = "new-customer-7421 hasn't connected Gmail";
  const dialog = workbench.page.locator(".monaco-dialog-box", { hasText: missing });
  const show = () => workbench.openView("Explorer");
  await show();
  await run("mailbox.run.json");
  await dialog.waitFor();
  await inThemes(workbench, "requirement-missing");
  expect(app.created).toHaveLength(1);
  // A server's VS Code forwards ports of its machine at such an address. This one's own proxy isn't started by the
  // tests.
  await workbench.page.context().route(/\/proxy\/\d+\/connect\?/, async (route) => {
    const answer = await fetch(app.url + new URL(route.request().url()).href.replace(/^.*\/proxy\/\d+/, ""));
    await route.fulfill({ status: answer.status, contentType: "text/html", body: await answer.text() });
  });
  const opened = workbench.page.context().waitForEvent("page");
  // The next dialog has the same title, so nothing tells when this one has gone.
  await dialog.getByRole("button", { name: "Open Connect Page" }).click();
  const page = await opened;
  await page.getByRole("heading", { name: "Gmail connected for new-customer-7421" }).waitFor();
  await page.screenshot({ path: "out/screenshots/requirement-page.png" });
  await page.close();
  await dialog.getByText("Connect it on the page in your browser, then check again.").waitFor();
  await workbench.screenshot("requirement-check-again");
  await workbench.answerDialog(missing, "Check Again");
  await workbench.panel().getByRole("heading", { name: "Answer the mail about the missing receipt" }).waitFor();
  expect(app.created.slice(1).map(({ user_id }) => user_id)).toEqual(["new-customer-7421"]);

  await show();
  await workbench.explorer.contextMenu("users.jsonl", "Run as Batch…");
  await workbench.answerDialog("Create 4 runs from users.jsonl", "Run 4");
  const several = "2 of 3 users haven't connected Gmail";
  await workbench.page.locator(".monaco-dialog-box", { hasText: several }).waitFor();
  await workbench.screenshot("requirement-batch");
  await workbench.answerDialog(several, "Skip 2 Lines");
  await workbench.notification("users.jsonl: 2 runs created, 2 not sent.").waitFor();
  expect(app.created.slice(2).map(({ user_id }) => user_id)).toEqual(["ann", "ann"]);
}
