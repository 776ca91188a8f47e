import { expect, test } from "vitest";
import { createAccessKey } from "../../src/sample/http/auth.ts";
import { withWorkbench } from "../harness/workbench.ts";
import { addConnection } from "./support/connect.ts";
import { createRunElsewhere, freePort, withSampleApp } from "./support/sampleApp.ts";

const brokenRequest = `{
  "input": { "ticket_id": "48213" },
  "user_id" "customer-7421"
}
`;
const missingAttachment = { input: { ticket_id: "48213" }, files: ["receipts/july.pdf"] };
const files = {
  "broken.json": brokenRequest,
  "missing.json": JSON.stringify(missingAttachment, undefined, 2),
};

test("a run that cannot be started says why, names the place, and sends nothing", async () => {
  await withWorkbench("run-errors", { files, size: { width: 1400, height: 900 } }, async (workbench) => {
    const { explorer, quickInput, page } = workbench;
    const run = (name: string) => explorer.contextMenu(name, "Run with This File");

    await run("refund.run.json");
    const noConnection = "There is no connection to a Dynamiq app yet.";
    await workbench.notification(noConnection).waitFor();
    await workbench.screenshot("run-error-no-connection");
    await workbench.answerNotification(noConnection, "Add Connection…");
    await quickInput.waitForTitle("Add Connection (1/3)");
    await quickInput.cancel();

    const port = await freePort();
    await withSampleApp({ port }, async (app) => {
      await createRunElsewhere(app, { ticket_subject: "The first run" });
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await workbench.rows("Runs").first().waitFor();
      await workbench.openView("Explorer");

      await run("broken.json");
      const broken = /broken\.json, line 3, column 13: /;
      await workbench.notification(broken).waitFor();
      await workbench.screenshot("run-error-json");
      await workbench.answerNotification(broken, "Open File");
      await workbench.tab("broken.json").waitFor();
      await page.locator('.statusbar-item[id="status.editor.selection"]', { hasText: "Ln 3, Col 13" }).waitFor();

      await run("missing.json");
      await workbench.notification(/missing\.json, line 6, column 5: files\[0\] cannot be attached/).waitFor();
      await workbench.screenshot("run-error-attachment");
      expect(app.created).toHaveLength(1);
    });

    await withSampleApp({ port, accessKey: createAccessKey() }, async (app) => {
      await run("refund.run.json");
      const refused = "The access key was refused";
      await workbench.notification(refused).waitFor();
      await workbench.screenshot("run-error-key");
      expect(app.requests).toEqual([{ method: "POST", path: "/v1/runs", status: 401 }]);
      expect(app.created).toEqual([]);
      await workbench.answerNotification(refused, "Replace Access Key…");
      await quickInput.waitForTitle("Replace the Access Key of Support Triage");
      await quickInput.enter(app.accessKey);
      await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
      await run("refund.run.json");
      await workbench.panel().getByRole("heading", { name: "Ticket 48213: charged twice" }).waitFor();
      expect(app.created).toHaveLength(1);
    });
  });
});
