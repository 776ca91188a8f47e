import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { withGate } from "../support/gate.ts";
import { group, groupCount, openGroup, runRows } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("the rows of one app never appear under the name of another, and known ones show while the app doesn't respond", async () => {
  await withSampleApp({ pastRuns: 40 }, (app) =>
    withSampleApp({}, (other) =>
      withGate(app, (gate) =>
        withUsedWorkbench("switch", {}, async (workbench) => {
          await createRunElsewhere(other, { ticket_subject: "Of the other app" });
          const others = runRows(workbench, "Of the other app");
          await workbench.openView("Dynamiq Runs");
          await addConnection(workbench, { name: "Other app", address: other.url, accessKey: other.accessKey });
          await openGroup(workbench, "Completed");
          await others.waitFor();

          // The address and the key are checked, and no list is read.
          gate.shut("page_size=1");
          await addConnection(workbench, { name: "Support Triage", address: gate.url, accessKey: app.accessKey });
          await expect.poll(() => gate.waiting).toBeGreaterThan(0);
          await others.waitFor({ state: "detached" });
          await workbench.page.locator(".sidebar .monaco-progress-container.active").waitFor();
          await workbench.screenshot("switch-first-loading");
          gate.open();
          await group(workbench, "Canceled").waitFor();

          const before = await groupCount(workbench, "Completed");
          await switchTo(workbench, "Other app");
          await group(workbench, "Canceled").waitFor({ state: "detached" });
          gate.shut();
          await createRunElsewhere(app, { ticket_subject: "Where is my invoice?" });
          await switchTo(workbench, "Support Triage");
          await group(workbench, "Canceled").waitFor();
          await expect.poll(() => gate.waiting).toBeGreaterThan(0);
          expect(await groupCount(workbench, "Completed")).toBe(before);
          gate.open();
          await expect.poll(() => groupCount(workbench, "Completed")).toBeGreaterThan(before);
        }),
      ),
    ),
  );
});

async function switchTo(workbench: Workbench, name: string): Promise<void> {
  await workbench.runCommand("Dynamiq Runs: Switch Connection…");
  await workbench.quickInput.pick(name);
}
