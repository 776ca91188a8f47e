import { test } from "vitest";
import { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("a window without focus shows what another window marks", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("other-window", {}, async (here) => {
      await here.openView("Dynamiq Runs");
      await addConnection(here, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      // Before its first focus a window is not heard to lose it.
      await here.setFocused(true);
      await here.setFocused(false);

      const page = await here.page.context().newPage();
      await page.goto(here.page.url());
      const there = new Workbench(page, here, async () => page.close());
      await there.openView("Dynamiq Runs");
      await there.page.locator(".statusbar-item", { hasText: "Support Triage" }).waitFor();
      await there.runCommand("Dynamiq Runs: Mark as Production…");
      await there.quickInput.waitForTitle("Mark which connection as production?");
      await there.quickInput.pick("Support Triage");
      await there.quickInput.waitForTitle("Is Support Triage production?");
      await there.quickInput.pick("Production: don't confirm");
      await there.page.locator(".statusbar-item", { hasText: "Support Triage, production" }).waitFor();

      await here.page.locator(".statusbar-item", { hasText: "Support Triage, production" }).waitFor();
      await there.close();
      await here.setFocused(true);
    }),
  );
});
