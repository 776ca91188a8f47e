import { expect, test } from "vitest";
import { addConnection } from "../support/connect.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";
import { answersTo, badge, inputTitle, pressInline } from "../support/waiting.ts";

const count = 4;

test("a review that was opened from a row has the keyboard: Enter approves, and a reason is typed", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("keyboard", { size: { width: 1400, height: 1200 } }, async (workbench) => {
      const { keyboard } = workbench.page;
      await workbench.openView("Dynamiq Runs");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      const runs: { id: string; row: RegExp }[] = [];
      for (let place = 1; place <= count; place++) {
        const input = { ticket_subject: "Refund", amount: 620, currency: "USD", customer_id: `customer-${place}` };
        runs.push({ id: await createRunElsewhere(app, input), row: new RegExp(`customer-${place}\\b`) });
      }
      await workbench.runCommand("Dynamiq Runs: Refresh");
      await badge(workbench).getByText(String(count), { exact: true }).waitFor();
      // Where it is after a click on a row.
      await workbench.view("Runs").locator(".monaco-list").focus();
      const arrived: string[] = [];
      for (const [place, { id, row }] of runs.entries()) {
        if (place % 2 === 0) {
          await pressInline(workbench, row, "Approve Input Request", inputTitle(workbench, "Approve: "));
          await keyboard.press("Enter");
        } else {
          await pressInline(workbench, row, "Reject Input Request…", inputTitle(workbench, "Reject: "));
          await keyboard.type("No receipt.");
          await keyboard.press("Enter");
        }
        const expected =
          place % 2 === 0
            ? { type: "approval", approved: true }
            : { type: "approval", approved: false, feedback: "No receipt." };
        await expect.poll(() => answersTo(app, id)).toEqual([expected]);
        arrived.push(id);
      }
      expect(arrived).toHaveLength(count);
    }),
  );
});
