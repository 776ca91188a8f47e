import { expect, test } from "vitest";
import { addConnection } from "../support/connect.ts";
import { aged, runRows } from "../support/runsView.ts";
import { createRunElsewhere, readEvents, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";
import { approveInline } from "../support/waiting.ts";

test("a run with a second input request expands, and is one row again when one is left", async () => {
  await withSampleApp({ speed: 0.6 }, (app) =>
    withUsedWorkbench("second-request", {}, async (workbench) => {
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      const id = await createRunElsewhere(app, {
        ticket_subject: "Two at once",
        ask: "both",
        customer_id: "customer-9",
      });
      const asked = async () =>
        ((await readEvents(app, id)) as { type: string }[]).some(({ type }) => type === "approval_request.created");
      await expect.poll(asked, { timeout: 60_000 }).toBe(true);
      await workbench.runCommand("Dynamiq Runs: Refresh");
      const first = runRows(workbench, "Give customer-9 a discount");
      await first.waitFor();
      expect(await first.getAttribute("aria-level")).toBe("2");

      const run = runRows(workbench, aged("Two at once")).and(workbench.page.locator("[aria-expanded]"));
      await run.waitFor();
      await runRows(workbench, "What should the reply say first?").waitFor();
      expect(await run.getAttribute("aria-expanded")).toBe("true");
      expect(await first.getAttribute("aria-level")).toBe("3");

      const told = workbench.notification("Approved: Give customer-9 a discount");
      await approveInline(workbench, "Give customer-9 a discount", told);
      await run.waitFor({ state: "detached" });
      expect(await runRows(workbench, "What should the reply say first?").getAttribute("aria-level")).toBe("2");
    }),
  );
});
