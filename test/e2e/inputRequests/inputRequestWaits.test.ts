import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addConnection } from "../support/connect.ts";
import { answerElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { saveAs } from "../support/saveDialog.ts";
import { scrolledAncestors } from "../support/scrolledAncestors.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const approval = `{
  "input": { "ticket_subject": "Refund for \${prompt:Customer}", "amount": 620, "note": "\${file:note.txt}" },
  "mode": "wait",
  "saveTo": "answers/refund.json"
}
`;
const files = { "a-wait.run.json": approval, "note.txt": "Please be quick. ".repeat(40) };

test("a run goes on when its wait is canceled, and its output is saved", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("request-waits", { files, size: { width: 1400, height: 900 } }, async (workbench) => {
      const { explorer, page, quickInput } = workbench;
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await workbench.runCommand("Dynamiq Runs: Mark as Production…");
      await quickInput.waitForTitle("Mark which connection as production?");
      await quickInput.pick("Support Triage");
      await quickInput.waitForTitle("Is Support Triage production?");
      await quickInput.pick("Production: confirm every run, cancel and answer");
      await workbench.openView("Explorer");

      await explorer.contextMenu("a-wait.run.json", "Run with This File");
      await quickInput.waitForTitle("a-wait.run.json");
      await workbench.screenshot("request-prompt");
      await quickInput.enter("customer-7421");
      const question = page.locator(".monaco-dialog-box", { hasText: "Run on Support Triage?" });
      await question.getByText(/Refund for customer-7421.*Please be quick\./).waitFor();
      await question.getByText("Filled in: ${prompt:Customer}, ${file:note.txt}").waitFor();
      await workbench.screenshot("request-variables");
      expect(app.created).toEqual([]);
      await workbench.answerDialog("Run on Support Triage?", "Run");
      await expect.poll(() => app.created.length).toBe(1);
      expect(app.created[0]).toMatchObject({
        mode: "background",
        input: { ticket_subject: "Refund for customer-7421" },
      });

      const panel = workbench.panel();
      await panel.locator('html[data-run-status="awaiting_input"]').waitFor({ state: "attached" });
      const waiting = workbench.notification("Waiting for a-wait.run.json");
      await waiting.getByText("Waiting for you, 1 input request. Cancel continues it in the background.").waitFor();
      await workbench.screenshot("request-waiting");
      await panel.locator(".step.want").waitFor();
      expect(await scrolledAncestors(workbench)).toEqual([]);
      await waiting.getByRole("button", { name: "Cancel" }).click();
      await workbench.notification("a-wait.run.json continues in the background.").waitFor();
      expect(app.requests.some(({ path }) => path.endsWith("/cancel"))).toBe(false);

      await answerElsewhere(app, app.created[0]?.run_id ?? "");
      await panel.locator('html[data-run-status="completed"]').waitFor({ state: "attached" });
      const saved = (): Promise<string> =>
        readFile(join(workbench.workspace, "answers/refund.json"), "utf8").catch(() => "");
      await expect.poll(saved, { timeout: 10_000 }).toMatch(/^\{\n {2}"/);
      expect(app.created).toHaveLength(1);

      await panel.getByRole("button", { name: "More Actions…" }).click();
      await panel.getByRole("menuitem", { name: "Save Output As…" }).click();
      const path = join(workbench.workspace, "by-hand.json");
      await saveAs(workbench, "output-", path);
      await expect.poll(() => readFile(path, "utf8").catch(() => "")).toBe(await saved());
    }),
  );
});
