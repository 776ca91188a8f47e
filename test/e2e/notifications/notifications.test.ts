import { expect, test } from "vitest";
import { type Workbench, withWorkbench } from "../../harness/vscode/workbench.ts";
import type { SampleApp } from "../../support/sample/testApp.ts";
import { connect } from "../support/companion.ts";
import { runRows } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { answersTo, badge } from "../support/waiting.ts";

const refund = (customer: string) => ({
  ticket_subject: `Refund for ${customer}`,
  amount: 620,
  currency: "USD",
  customer_id: customer,
});
const options = { size: { width: 1400, height: 900 } };

test("an input request shows one notification, also without the focus, in which it is approved; after a reload one is for two, with their list", async () => {
  await withSampleApp({}, (triage) =>
    withSampleApp({}, (billing) =>
      withWorkbench("notifications", options, async (workbench) => {
        const { page, quickInput } = workbench;
        await createRunElsewhere(triage, refund("customer-1"));
        await workbench.openView("Dynamiq");
        await connect(workbench, triage);
        await runRows(workbench, "refund to customer-1").waitFor();

        // On a second monitor, or behind a browser: the list in sight, the badge and the notification go on.
        await workbench.setFocused(false);
        const plain = await createRunElsewhere(triage, refund("customer-2"));
        const offer = workbench.notification("Approve issuing a $620 refund to customer-2?");
        await offer.waitFor();
        await runRows(workbench, "refund to customer-2").waitFor();
        await badge(workbench).getByText("2", { exact: true }).waitFor();
        await workbench.setFocused(true);
        // Input requests that waited when the app was first read show no notification.
        expect(await workbench.notification("customer-1").count()).toBe(0);
        await offer.getByRole("button", { name: "Approve", exact: true }).click();
        // The row in sight says it, so no notification does.
        await runRows(workbench, "Refund for customer-2").filter({ hasText: "Approved · amount 620" }).waitFor();
        expect(await workbench.notification("Approved").count()).toBe(0);
        expect(await answersTo(triage, plain)).toEqual([{ type: "approval", approved: true }]);

        await watchBoth(workbench, billing);

        // They come while no window looks. The next one reads both apps at once, though nobody opens the view there.
        await workbench.openView("Explorer");
        const asked = page
          .waitForEvent("load")
          .then(() => Promise.all(["3", "4"].map((n) => createRunElsewhere(triage, refund(`customer-${n}`)))));
        // If any of the others were shown again, they would be counted here.
        const both = "Support Triage: 2 runs wait for you";
        await Promise.all([workbench.reload(), asked, workbench.notification(both).waitFor()]);
        await workbench.answerNotification(both, "Show Runs");
        await quickInput.waitForTitle("Waiting Runs");
        await quickInput.row("Approve issuing a $620 refund to customer-3?").waitFor();
        await quickInput.pick("Approve issuing a $620 refund to customer-4?");
        await workbench.panel().getByText("Refund for customer-4").first().waitFor();
        await badge(workbench).getByText("3", { exact: true }).waitFor();
      }),
    ),
  );
});

/** Adds the second app, which becomes the active one, and goes on watching the first. */
async function watchBoth(workbench: Workbench, billing: SampleApp): Promise<void> {
  const { page, quickInput } = workbench;
  await connect(workbench, billing, { name: "Billing" });
  await badge(workbench).waitFor({ state: "hidden" });
  await workbench.runCommand("Dynamiq: Manage Connection…");
  await quickInput.pick("Watch Connections…");
  await quickInput.waitForTitle("Watch Connections");
  await quickInput.pick("Support Triage");
  await page.keyboard.press("Enter");
  await badge(workbench).getByText("1", { exact: true }).waitFor();
}
