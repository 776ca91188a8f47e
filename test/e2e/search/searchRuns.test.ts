import { expect, test } from "vitest";
import { connect } from "../support/companion.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("a person searches runs with completions, opens one at its step, and gets from a cause in Insights to its runs", async () => {
  await withSampleApp({ pastRuns: 30 }, (app) =>
    withUsedWorkbench("search", { size: { width: 1400, height: 900 } }, async (workbench) => {
      const { page } = workbench;
      await connect(workbench, app);
      const rows = workbench.rows("Search Results");
      const row = (text: string | RegExp) => rows.filter({ hasText: text });
      const input = page.locator(".quick-input-widget");
      const box = input.locator(".quick-input-box input");
      const search = async (): Promise<void> => {
        await workbench.runCommand("Dynamiq Runs: Search Runs…");
        await workbench.quickInput.waitForTitle(/^Search Runs/);
      };
      await search();
      await page.keyboard.type("refund");
      await expect.poll(() => box.inputValue()).toBe("refund");
      // The list has runs whose events nobody has read.
      await input.getByText(/^Show \d+ Runs?/).waitFor();
      await page.keyboard.press("Enter");
      await row(/^Load 30 Days/).click();
      await row(/^Load/).waitFor({ state: "detached" });

      await search();
      await page.keyboard.type("tool:issue_refu");
      // Enter takes the focused row, and that is the search for the typed text until the completions have come.
      await input.locator(".monaco-list-row.focused", { hasText: "tool:issue_refund" }).waitFor();
      await page.keyboard.press("Enter");
      await input.getByText(/^Show \d+ Runs/).waitFor();
      await page.keyboard.press("Control+Space");
      await input.getByText("a tool that was called").waitFor();
      await page.keyboard.press("Escape");
      await input.getByText("a tool that was called").waitFor({ state: "detached" });
      await page.keyboard.press("Enter");

      const found = workbench.view("Search Results").locator(".highlight", { hasText: "issue_refund" });
      await found.first().click();
      const panel = workbench.panel();
      await panel.getByRole("tab", { name: "Story" }).waitFor();
      await workbench.view("Search Results").locator(".monaco-list:focus-within").waitFor();
      await page.keyboard.press("Enter");
      await panel.locator(":focus", { hasText: "issue_refund" }).waitFor();

      await workbench.runCommand("Dynamiq Runs: Show Insights");
      await panel.getByRole("button", { name: "All", exact: true }).click();
      const causes = panel.getByRole("region", { name: "Failures by Cause" });
      const cause = causes.getByRole("button", { name: /^Show \d+ runs? of/ }).first();
      const [, count] = /^Show (\d+) runs? of/.exec((await cause.getAttribute("aria-label")) ?? "") ?? [];
      await cause.click();
      await row(new RegExp(`^${count} runs?of`)).waitFor();
      await row("issue_refund").first().waitFor({ state: "detached" });
      expect(await rows.and(page.locator('[aria-level="1"]')).count()).toBeGreaterThanOrEqual(Number(count));
      await rows.nth(1).click();
      await panel.getByRole("tab", { name: "Story" }).waitFor();
      expect(app.created).toEqual([]);
    }),
  );
});
