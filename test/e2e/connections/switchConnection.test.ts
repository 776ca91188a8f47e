import { expect, test } from "vitest";
import { addConnection } from "../support/connect.ts";
import { withGate } from "../support/gate.ts";
import { group, openGroup, runRows, welcome } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("switching back shows the known runs while the app doesn't respond, and then the new ones", async () => {
  await withSampleApp({ pastRuns: 40 }, (app) =>
    withSampleApp({}, (empty) =>
      withGate(app, (gate) =>
        withUsedWorkbench("switch", {}, async (workbench) => {
          await workbench.openView("Dynamiq Runs");
          await addConnection(workbench, { name: "Support Triage", address: gate.url, accessKey: app.accessKey });
          const completed = /^\s*Completed\s*(\d+)/;
          const count = async () =>
            Number(completed.exec((await group(workbench, "Completed").textContent()) ?? "")?.[1]);
          await group(workbench, "Completed").waitFor();
          const before = await count();
          await addConnection(workbench, { name: "New app", address: empty.url, accessKey: empty.accessKey });
          await welcome(workbench).getByText("This app has no runs yet.").waitFor();

          gate.shut();
          await createRunElsewhere(app, { ticket_subject: "Where is my invoice?" });
          await workbench.runCommand("Dynamiq Runs: Switch Connection…");
          await workbench.quickInput.pick("Support Triage");
          await group(workbench, "Canceled").waitFor();
          await expect.poll(() => gate.waiting).toBeGreaterThan(0);
          expect(await count()).toBe(before);

          gate.open();
          await expect.poll(count).toBeGreaterThan(before);
        }),
      ),
    ),
  );
});

test("the rows of one app never appear under the name of another, however slow it responds", async () => {
  await withSampleApp({ pastRuns: 40 }, (app) =>
    withSampleApp({}, (other) =>
      withGate(app, (gate) =>
        withUsedWorkbench("switch-first", {}, async (workbench) => {
          await createRunElsewhere(other, { ticket_subject: "Of the other app" });
          await workbench.openView("Dynamiq Runs");
          await addConnection(workbench, { name: "Support Triage", address: gate.url, accessKey: app.accessKey });
          await addConnection(workbench, { name: "Other app", address: other.url, accessKey: other.accessKey });
          await group(workbench, "Completed").waitFor();
          // What was read of the first app is gone with the window; the view opens again by itself.
          await workbench.reload();
          await group(workbench, "Completed").waitFor();
          await openGroup(workbench, "Completed");
          await runRows(workbench, "Of the other app").waitFor();

          gate.shut();
          await workbench.runCommand("Dynamiq Runs: Switch Connection…");
          await workbench.quickInput.pick("Support Triage");
          await expect.poll(() => gate.waiting).toBeGreaterThan(0);
          await runRows(workbench, "Of the other app").waitFor({ state: "detached" });
          await workbench.page.locator(".sidebar .monaco-progress-container.active").waitFor();
          await workbench.screenshot("switch-first-loading");
          gate.open();
          await group(workbench, "Canceled").waitFor();
        }),
      ),
    ),
  );
});
