import { join } from "node:path";
import { expect, test } from "vitest";
import type { SampleApp } from "../../../src/sample/server.ts";
import { addConnection } from "../support/connect.ts";
import { aged, openGroup, runMenu, takeFromMenu } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { saveAs } from "../support/saveDialog.ts";
import { inThemes } from "../support/themes.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const ids = { user_id: "lena", session_id: "5b1f6a3e-9b10-4c55-8a57-2d1f0b7f6c52" };

const createsOf = ({ requests }: SampleApp): number =>
  requests.filter(({ method, path }) => method === "POST" && path === "/v1/runs").length;

test("a conversation opens from a run, follows its turns, and is continued", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("conversation", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const say = (input: string) => createRunElsewhere(app, { play: "chat", input }, ids);
      await say("My name is Lena and my order is 4411.");
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await openGroup(workbench, "Completed");
      await runMenu(workbench, aged("My name is Lena"), "Open Conversation");

      const page = workbench.panel();
      const turns = page.getByRole("article");
      await turns.first().getByText("Lena", { exact: false }).first().waitFor();
      await say("Where is my order?");
      await turns.nth(1).locator(".md strong", { hasText: "4411" }).waitFor();
      await workbench.screenshot("conversation");
      await takeFromMenu(workbench, turns.nth(1).locator(".user .body"), "Open Run as JSON");
      await workbench.tab(/^run-.*\.json/).waitFor();
      await workbench.tab("My name is Lena").click();
      await turns.nth(1).waitFor();

      expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("My name is Lena and my order is 4411.");

      const before = createsOf(app);
      const message = page.getByRole("textbox", { name: "Message as lena" });
      await message.fill("And what is my name?");
      await message.press("Control+Enter");
      await message.press("Control+Enter");
      await turns.nth(2).getByText("You are Lena.").waitFor();
      await page.getByText("3 turns", { exact: true }).waitFor();
      expect(await message.inputValue()).toBe("");
      expect(createsOf(app) - before).toBe(1);
      await workbench.screenshot("conversation-sent");

      await turns
        .nth(1)
        .getByRole("button", { name: /Completed$/ })
        .click();
      await turns.nth(1).getByText("Run started").waitFor();
      await turns.nth(1).getByRole("button", { name: "Open Run", exact: true }).click();
      await workbench.tab("Where is my order?").waitFor();
    }),
  );
});

test("a customer's conversation is read from its failed turn, forked before it, continued, kept and run as a golden test", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("fork", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const { page } = workbench;
      await createRunElsewhere(app, { play: "chat", input: "My name is Lena and my order is 4411." }, ids);
      await createRunElsewhere(app, { ticket_subject: "Where is my order?", fail: true }, ids);
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await openGroup(workbench, "Failed");
      await runMenu(workbench, aged("Where is my"), "Open Conversation");
      const panel = workbench.panel();
      const turns = panel.getByRole("article");
      await turns
        .nth(1)
        .getByText(/^Failed: /)
        .waitFor();
      await inThemes(workbench, "conversation-failed");

      await turns.first().hover();
      await turns.first().getByRole("button", { name: "Fork Here…" }).click();
      await workbench.answerDialog("Send 1 message again in a new session?", "Fork");
      await expect.poll(() => turns.count()).toBe(1);
      await turns
        .first()
        .getByText(/Completed$/)
        .waitFor();
      const message = panel.getByRole("textbox", { name: "Message as lena" });
      await message.fill("Which order is mine?");
      await message.press("Control+Enter");
      await turns.nth(1).locator(".md").getByText("4411").first().waitFor();
      const sessions = app.created.map(({ session_id: session }) => session);
      expect(sessions.slice(0, 2)).toEqual([ids.session_id, ids.session_id]);
      expect(new Set(sessions.slice(2)).size).toBe(1);
      expect(sessions.slice(2)).not.toContain(ids.session_id);
      await inThemes(workbench, "conversation-forked");

      await panel.getByRole("button", { name: "More Actions…" }).click();
      await panel.getByRole("menuitem", { name: "Keep as Golden Conversation…" }).click();
      await saveAs(workbench, ".golden.json", join(workbench.workspace, "golden", "lena.golden.json"));
      await workbench.tab(/^lena\.golden\.json/).waitFor();
      // VS Code finds the test a moment after the file is open.
      await page.locator(".testing-run-glyph").first().waitFor();
      const before = app.created.length;
      await workbench.runCommand("Test: Run Tests in Current File");
      await expect.poll(() => app.created.length, { timeout: 30_000 }).toBe(before + 2);
      await page.locator(".codelens-decoration .codicon-pass").first().waitFor();
    }),
  );
});
