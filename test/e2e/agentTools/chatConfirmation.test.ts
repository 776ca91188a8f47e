import { expect, test } from "vitest";
import { type Workbench, withWorkbench } from "../../harness/vscode/workbench.ts";
import { connect } from "../support/companion.ts";
import { withSampleApp } from "../support/sampleApp.ts";

const settings = { "chat.disableAIFeatures": false };
const size = { width: 1400, height: 900 };

test("a run that an agent in the chat wants to start is started once the person allows it, and not before", async () => {
  await withSampleApp({}, (app) =>
    withWorkbench("chat-confirmation", { size, settings, proposals: true }, async (workbench) => {
      await workbench.openView("Dynamiq");
      await connect(workbench, app);
      const posts = (): number => app.requests.filter(({ method }) => method === "POST").length;
      await workbench.runCommand("Scripted: Start Agent");
      await workbench.runCommand("Chat: Open Chat");
      const chat = workbench.page.locator(".interactive-session");

      await say(workbench, 'dynamiqRuns_runFile {"path":"refund.run.json"}');
      // It is told to screen readers as well.
      const text = (words: string | RegExp) => chat.getByText(words).filter({ visible: true }).last();
      await text("Start a run with refund.run.json on Support Triage?").waitFor();
      await text(`Host: ${new URL(app.url).host}`).waitFor();
      const input = text(/^Input: \{"ticket_id":"48213".*Please send one of the two back/);
      const [whole, seen] = [await chat.boundingBox(), await input.boundingBox()];
      expect(await input.evaluate((line) => line.scrollWidth - line.clientWidth)).toBeLessThanOrEqual(0);
      expect(seen!.x + seen!.width).toBeLessThanOrEqual(whole!.x + whole!.width);
      expect(posts()).toBe(0);
      await chat.getByRole("button", { name: "Skip" }).click();
      await text(/^The tool says: The user chose to skip the tool call/).waitFor();
      expect(posts()).toBe(0);

      await say(workbench, 'dynamiqRuns_runFile {"path":"refund.run.json"}');
      const allow = chat.getByRole("button", { name: "Allow" }).first();
      await allow.click();
      // Who allows it faster than a person could read is asked in a dialog, too.
      const dialog = workbench.page.locator(".monaco-dialog-box", { hasText: "A coding agent asks to do this." });
      const started = text(/A run was started on .*Support Triage/);
      await started.or(dialog).first().waitFor();
      if (await dialog.isVisible()) await dialog.getByRole("button", { name: "Start Run" }).click();
      await started.waitFor();
      expect([posts(), app.created.length]).toEqual([1, 1]);
    }),
  );
});

async function say({ page }: Workbench, text: string): Promise<void> {
  await page.locator(".interactive-session .chat-editor-container .monaco-editor").first().click();
  await page.keyboard.insertText(text);
  await page.keyboard.press("Enter");
}
