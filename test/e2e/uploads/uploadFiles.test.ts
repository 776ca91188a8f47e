import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addConnection } from "../support/connect.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("two selected files are uploaded unchanged, and their ids can be copied into a run", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("upload-files", {}, async (workbench) => {
      const { page, explorer, workspace } = workbench;
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await workbench.openView("Explorer");
      const names = ["receipt.png", "README.md"] as const;
      await explorer.select(...names);
      await explorer.contextMenu("receipt.png", "Upload Files…");
      const done = "2 files were uploaded.";
      await workbench.notification(done).waitFor();
      await workbench.screenshot("upload-files");
      await workbench.answerNotification(done, "Copy IDs");
      await workbench.notification(done).waitFor({ state: "detached" });
      // The extension host writes to the clipboard after the toast has gone.
      const copied = async (): Promise<string[]> =>
        (await page.evaluate<string>("navigator.clipboard.readText()")).split("\n");
      await expect.poll(async () => new Set(await copied()).size).toBe(2);
      const ids = await copied();
      expect(app.created).toEqual([]);

      await writeFile(join(workspace, "with-ids.json"), JSON.stringify({ input: { ticket_id: "1" }, file_ids: ids }));
      await explorer.contextMenu("with-ids.json", "Run with This File");
      await workbench.panel().locator("html[data-run-id]").waitFor({ state: "attached" });
      const wanted = names.map(async (name, index) => {
        const bytes = await readFile(join(workspace, name));
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        return expect.objectContaining({ id: ids[index], name, size: bytes.length, sha256 });
      });
      expect(app.created.map(({ files }) => files)).toEqual([await Promise.all(wanted)]);
    }),
  );
});
