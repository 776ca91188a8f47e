import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { shot } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { inThemes } from "../support/themes.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const options = { size: { width: 1400, height: 900 } };

test("a person reads older runs, searches them with completions, and opens one at the step", async () => {
  await withSampleApp({ pastRuns: 80 }, (app) =>
    withUsedWorkbench("search", options, async (workbench) => {
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      const input = workbench.page.locator(".quick-input-widget");
      const search = async (): Promise<void> => {
        await workbench.runCommand("Dynamiq Runs: Search Runs…");
        await input.getByText("Search Runs", { exact: false }).first().waitFor();
      };
      await search();
      await workbench.screenshot("search-keys");
      await workbench.page.keyboard.type("refund");
      // The list has runs whose events nobody has read.
      await input.getByText(/^Show \d+ Runs?/).waitFor();
      await workbench.page.keyboard.press("Enter");
      await row(workbench, /refund/i)
        .first()
        .waitFor();
      await workbench.screenshot("search-listed");

      await row(workbench, /^\d+ runs not searched yet/).click();
      await row(workbench, /^Indexing/).waitFor();
      await row(workbench, /^\d+ new match/).waitFor({ timeout: 60_000 });
      await shot(workbench, "search-reading");
      await row(workbench, /^Indexing/).waitFor({ state: "detached", timeout: 60_000 });
      await row(workbench, /^\d+ new match/).click();
      await row(workbench, /^\d+ new match/).waitFor({ state: "detached" });
      await row(workbench, /^80 runs/).waitFor();

      await search();
      await workbench.page.keyboard.type("tool:issue_refu");
      // Enter takes the focused row, and that is the search for the typed text until the completions have come.
      await input.locator(".monaco-list-row.focused", { hasText: "tool:issue_refund" }).waitFor();
      await inThemes(workbench, "search-values");
      await workbench.page.keyboard.press("Enter");
      await input.getByText(/^Show \d+ Runs/).waitFor();
      await workbench.page.keyboard.press("Control+Space");
      await input.getByText("a tool that was called").waitFor();
      await workbench.screenshot("search-all-keys");
      await workbench.page.keyboard.press("Escape");
      await input.getByText("a tool that was called").waitFor({ state: "detached" });
      await workbench.page.keyboard.press("Enter");

      const found = workbench.view("Search Results").locator(".highlight", { hasText: "issue_refund" });
      await found.first().click();
      await workbench.panel().getByRole("tab", { name: "Story" }).waitFor();
      await workbench.view("Search Results").locator(".monaco-list:focus-within").waitFor();
      await workbench.page.keyboard.press("Enter");
      await expect
        .poll(() => workbench.panel().locator(":focus").textContent(), { timeout: 20_000 })
        .toContain("issue_refund");
      await inThemes(workbench, "search-opened");
      await shot(workbench, "search-opened");
      expect(app.created).toHaveLength(0);

      await workbench.view("Search Results").locator(".pane-header").hover();
      await workbench.view("Search Results").getByRole("button", { name: "Clear Results" }).click();
      const welcome = workbench.view("Search Results").locator(".welcome-view");
      await welcome.getByText("For example").waitFor();
      await workbench.screenshot("search-welcome");
      await welcome.getByText('"charged twice"').click();
      await rows(workbench).getByText("80 runs").waitFor();
      await workbench.screenshot("search-phrase");
    }),
  );
});

function row(workbench: Workbench, text: RegExp) {
  return rows(workbench).filter({ hasText: text });
}

function rows(workbench: Workbench) {
  return workbench.rows("Search Results");
}
