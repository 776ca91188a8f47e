import { expect, test } from "vitest";
import type { SampleApp } from "../../../src/sample/server.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { shot, takeFromMenu } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { inThemes } from "../support/themes.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("uploads are listed, can be attached to the next run only, and can be forgotten", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("uploads-view", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const { explorer, page } = workbench;
      const rows = workbench.rows("Uploads");
      const row = (name: string) => rows.filter({ hasText: name });
      const take = (name: string, item: string): Promise<void> => takeFromMenu(workbench, row(name), item);
      await workbench.openView("Dynamiq Runs");
      await workbench.unfoldView("Uploads");
      await workbench.view("Uploads").locator(".welcome-view", { hasText: "There is no connection yet." }).waitFor();
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await workbench
        .view("Uploads")
        .locator(".welcome-view", { hasText: "Files that you upload to this app appear here." })
        .waitFor();
      await shot(workbench, "uploads-empty");

      await workbench.openView("Explorer");
      for (const name of ["receipt.png", "README.md"]) await upload(workbench, app, name);
      await workbench.openView("Dynamiq Runs");
      await expect.poll(() => rows.locator(".label-name").allTextContents()).toEqual(["README.md", "receipt.png"]);

      await take("receipt.png", "Attach Upload to Next Run");
      await workbench.view("Uploads").getByText("1 upload is attached to the next run of a file.").waitFor();
      await row("receipt.png")
        .getByText(/^next run, /)
        .waitFor();
      await row("receipt.png").hover();
      await page.locator(".workbench-hover", { hasText: "Attached to the next run of a file." }).waitFor();
      await shot(workbench, "uploads-attached");
      await inThemes(workbench, "uploads");

      await workbench.openView("Explorer");
      await explorer.contextMenu("ticket.json", "Run with This File");
      await workbench.panel().locator("html[data-run-id]").waitFor({ state: "attached" });
      expect(app.created.map(({ files }) => files.map(({ name }) => name))).toEqual([["receipt.png"]]);
      // The upload went with one run: now the file beside it is the only one to send.
      await workbench.openView("Dynamiq Runs");
      await row("receipt.png")
        .getByText(/^next run, /)
        .waitFor({ state: "detached" });

      await take("README.md", "Forget Upload");
      await expect.poll(() => rows.locator(".label-name").allTextContents()).toEqual(["receipt.png"]);
      await take("receipt.png", "Attach Upload to Next Run");
      await row("receipt.png")
        .getByText(/^next run, /)
        .waitFor();

      await app.close();
      await withSampleApp({ port: Number(new URL(app.url).port), accessKey: app.accessKey }, async (emptied) => {
        await workbench.openView("Explorer");
        await explorer.contextMenu("ticket.json", "Run with This File");
        const gone = "The app no longer stores receipt.png, which you attached to this run. No run was created.";
        await workbench.notification(gone).waitFor();
        expect(emptied.created).toEqual([]);
        await workbench.answerNotification(gone, "Run Without It");
        await expect.poll(() => emptied.created.map(({ files }) => files)).toEqual([[]]);
        await workbench.openView("Dynamiq Runs");
        await row("receipt.png").waitFor({ state: "detached" });
      });
      // The next test in this window finds the view as it was.
      await workbench.view("Uploads").locator(".pane-header .title").click();
    }),
  );
});

/** Uploads a file, once. A notification that appears closes a menu that was just clicked: then it is clicked again. */
async function upload(workbench: Workbench, app: SampleApp, name: string): Promise<void> {
  const uploads = () => app.requests.filter(({ method, path }) => method === "POST" && path === "/v1/files").length;
  const before = uploads();
  for (let left = 3; uploads() === before; left--) {
    await workbench.explorer.contextMenu(name, "Upload Files…");
    try {
      await expect.poll(uploads, { timeout: 8_000 }).toBe(before + 1);
    } catch (error) {
      if (left === 0) throw error;
    }
  }
  await workbench.notification(`${name} was uploaded.`).waitFor();
  // More than three toasts within 800 ms VS Code does not show, and each upload has two: no person is that quick.
  await workbench.page.waitForTimeout(1_000);
}
