import { expect, test } from "vitest";
import { type Workbench, withWorkbench } from "../harness/workbench.ts";
import { addConnection } from "./support/connect.ts";
import { rowMenu, shot } from "./support/runsView.ts";
import { withSampleApp } from "./support/sampleApp.ts";

test("what was uploaded is listed, goes with the next run alone, and is forgotten", async () => {
  await withSampleApp({}, (app) =>
    withWorkbench("uploads-view", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const { explorer, page } = workbench;
      const rows = workbench.rows("Uploads");
      const row = (name: string) => rows.filter({ hasText: name });
      const take = async (name: string, item: string): Promise<void> => {
        const items = await rowMenu(workbench, row(name));
        await items.filter({ has: page.getByText(item, { exact: true }) }).click();
      };
      await workbench.openView("Dynamiq Runs");
      await workbench.unfoldView("Uploads");
      await workbench.view("Uploads").locator(".welcome-view", { hasText: "There is no connection yet." }).waitFor();
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await workbench.view("Uploads").locator(".welcome-view", { hasText: "What you upload to this app is listed here." }).waitFor();
      await shot(workbench, "uploads-empty");

      await workbench.openView("Explorer");
      for (const name of ["receipt.png", "README.md"]) await upload(workbench, name);
      await workbench.openView("Dynamiq Runs");
      await expect.poll(() => rows.locator(".label-name").allTextContents()).toEqual(["README.md", "receipt.png"]);

      await take("receipt.png", "Attach to Next Run");
      await workbench.view("Uploads").getByText("1 upload goes with the next run of a file.").waitFor();
      await row("receipt.png").getByText(/^next run, /).waitFor();
      await row("receipt.png").hover();
      await page.locator(".workbench-hover", { hasText: "Goes with the next run of a file." }).waitFor();
      await shot(workbench, "uploads-attached");

      await workbench.openView("Explorer");
      await explorer.contextMenu("ticket.json", "Run with This File");
      await workbench.panel().locator("html[data-run-id]").waitFor({ state: "attached" });
      expect(app.created.map(({ files }) => files.map(({ name }) => name))).toEqual([["receipt.png"]]);
      // It went once: with the file beside it, no one else is there to be sent.
      await workbench.openView("Dynamiq Runs");
      await row("receipt.png").getByText(/^next run, /).waitFor({ state: "detached" });

      await take("README.md", "Forget Upload");
      await expect.poll(() => rows.locator(".label-name").allTextContents()).toEqual(["receipt.png"]);
      await workbench.reload();
      await workbench.openView("Dynamiq Runs");
      await expect.poll(() => rows.locator(".label-name").allTextContents()).toEqual(["receipt.png"]);
      await take("receipt.png", "Attach to Next Run");
      await row("receipt.png").getByText(/^next run, /).waitFor();

      await app.close();
      await withSampleApp({ port: Number(new URL(app.url).port), accessKey: app.accessKey }, async (emptied) => {
        await workbench.openView("Explorer");
        await explorer.contextMenu("ticket.json", "Run with This File");
        const gone = "The app no longer has receipt.png, which was to go with this run. No run was created.";
        await workbench.notification(gone).waitFor();
        expect(emptied.created).toEqual([]);
        await workbench.answerNotification(gone, "Forget It and Run");
        await expect.poll(() => emptied.created.map(({ files }) => files)).toEqual([[]]);
        await workbench.openView("Dynamiq Runs");
        await row("receipt.png").waitFor({ state: "detached" });
      });
    }),
  );
});

/** Uploads a file. A notification that comes up closes a menu that was just clicked. */
async function upload(workbench: Workbench, name: string): Promise<void> {
  const done = `${name} was uploaded.`;
  for (let left = 3; ; left--) {
    await workbench.explorer.contextMenu(name, "Upload Files…");
    try {
      await workbench.notification(done).waitFor({ timeout: 8_000 });
      await workbench.answerNotification(done, "Copy ID");
      await workbench.notification(done).waitFor({ state: "detached" });
      return;
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}
