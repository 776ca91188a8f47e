import { test } from "vitest";
import { connect } from "../support/companion.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("the waiting queue comes back after a reload, in the middle of a review", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("queue", { size: { width: 1400, height: 900 } }, async (workbench) => {
      for (const amount of [620, 750])
        await createRunElsewhere(app, { ticket_subject: "Charged twice", amount }, { user_id: `customer-${amount}` });
      await connect(workbench, app);
      const panel = workbench.panel();
      await workbench.runCommand("Dynamiq: Open Waiting Queue");
      const list = panel.getByRole("treegrid", { name: "Input requests" });
      await list.getByText("customer-620").waitFor();
      await list.getByText("customer-750").waitFor();
      await panel.getByText("Last Steps").waitFor();
      await panel.getByLabel("Select all of Approvals").click();
      await panel.getByRole("button", { name: "Approve 2…" }).click();
      await panel.getByLabel("Reason for all").fill("Checked.");
      await panel.getByText("Checked.").nth(1).waitFor();
      await workbench.reload();
      await panel.getByRole("heading", { name: "Review: approve 2 input requests" }).waitFor();
      await panel.getByRole("button", { name: "Approve 2", exact: true }).click();
      await panel.getByRole("heading", { name: "Approved 2 of 2" }).waitFor();
    }),
  );
});
