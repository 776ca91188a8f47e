import { expect, test } from "vitest";
import { openGate } from "../../harness/tcpGate.ts";
import { connect } from "../support/companion.ts";
import { openRun, runRows } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

const refund = { ticket_subject: "Charged twice", amount: 620, currency: "USD" };
const size = { width: 1400, height: 900 };

test("an approval is edited beside the story, and its draft survives a failed send and a reload, and is sent once", async () => {
  await withSampleApp({}, async (app) => {
    await using gate = await openGate(app.url);
    await withUsedWorkbench("answer-forms", { size }, async (workbench) => {
      const panel = workbench.panel();
      const amount = panel.getByRole("textbox", { name: "amount" });
      const approve = panel.getByRole("button", { name: "Approve with 1 Change" });
      const runId = await createRunElsewhere(app, refund);
      await connect(workbench, app, { baseUrl: gate.url });
      await openRun(workbench, runId);
      await amount.fill("480");
      await panel.getByText("was 620").waitFor();
      await gate.cut();
      await approve.click();
      await panel.getByRole("button", { name: "Send Again" }).waitFor();
      await panel.getByRole("alert").filter({ hasText: "No server is listening at" }).waitFor();
      expect(app.answers).toEqual([]);
      // The rows say the same, and that the app can't be reached, once.
      await runRows(workbench, /Not sent: |The answer may not have arrived/).waitFor();
      await runRows(workbench, "The app can't be reached").waitFor();
      expect(await runRows(workbench, "The app can't be reached").count()).toBe(1);

      await gate.mend();
      await workbench.reload();
      await panel.getByText("Draft saved").waitFor();
      expect(await amount.inputValue()).toBe("480");
      await approve.click();
      await panel.locator('html[data-run-status="completed"]').waitFor({ state: "attached" });
      expect(app.answers).toMatchObject([{ type: "approval", data: { approved: true, params: { amount: 480 } } }]);
      await panel.getByText("Approved by you").first().waitFor();
    });
  });
});
