import { expect, test } from "vitest";
import type { SampleApp } from "../../support/sample/testApp.ts";
import { connect } from "../support/companion.ts";
import { aged, openGroup, runMenu, takeFromMenu } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const ids = { user_id: "lena", session_id: "5b1f6a3e-9b10-4c55-8a57-2d1f0b7f6c52" };

const createsOf = ({ requests }: SampleApp): number =>
  requests.filter(({ method, path }) => method === "POST" && path === "/v1/runs").length;

test("a conversation opens from a run, follows its turns, and is continued", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("conversation", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const say = (input: string) => createRunElsewhere(app, { play: "chat", input }, ids);
      await say("My name is Lena and my order is 4411.");
      await connect(workbench, app);
      await openGroup(workbench, "Completed");
      await runMenu(workbench, aged("My name is Lena"), "Open Conversation");

      const page = workbench.panel();
      const turns = page.getByRole("article");
      await turns.first().getByText("Lena", { exact: false }).first().waitFor();
      await say("Where is my order?");
      await turns.nth(1).locator(".md strong", { hasText: "4411" }).waitFor();
      await takeFromMenu(workbench, turns.nth(1).locator(".user .body"), "Data", "Open Run as JSON");
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
      // The turn may come before the response to what was sent.
      await expect.poll(() => message.inputValue()).toBe("");
      expect(createsOf(app) - before).toBe(1);

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
