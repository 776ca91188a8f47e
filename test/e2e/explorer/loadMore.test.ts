import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { group, openGroup } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("a long group is loaded page by page, and the reader's place stays", async () => {
  await withSampleApp({ pastRuns: 200 }, (app) =>
    // High enough for every row: those out of sight do not exist.
    withUsedWorkbench("load-more", { size: { width: 1280, height: 3_000 } }, async (workbench) => {
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      const completed = group(workbench, "Completed");
      const total = Number(await completed.locator(".label-description").textContent());
      expect(total).toBeGreaterThan(50);
      await openGroup(workbench, "Completed");
      const more = workbench.rows("Runs").filter({ hasText: /^Load More/ });
      await more.filter({ hasText: `25 of ${total}` }).waitFor();
      const before = await completedRuns(workbench);
      expect(before).toHaveLength(25);

      await workbench.screenshot("load-more-before");
      await more.getByText("Load More").click();
      // A page begins with the last known run, so it brings a little less than its size.
      await more.filter({ hasText: /[34]\d of/ }).waitFor();
      const after = await completedRuns(workbench);
      expect(after.length).toBeGreaterThan(40);
      expect(after.slice(0, 25)).toEqual(before);
      await workbench.screenshot("load-more-after");
      // The row that was taken is still the selected one, so that Enter reads on.
      await workbench.page.keyboard.press("Enter");
      await more.filter({ hasText: /[6-9]\d of/ }).waitFor();
      expect(await more.getAttribute("aria-selected")).toBe("true");
    }),
  );
});

/** The ages and titles of the visible completed runs, in order, as they are read aloud. Equal rows gain more words. */
async function completedRuns(workbench: Workbench): Promise<string[]> {
  const rows = workbench.rows("Runs").filter({ has: workbench.page.locator(".codicon-pass-filled") });
  return await rows.evaluateAll((elements) =>
    elements.map((element) => element.getAttribute("aria-label")?.split(",", 1)[0] ?? ""),
  );
}
