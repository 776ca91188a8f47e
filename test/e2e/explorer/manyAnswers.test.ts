import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { connect } from "../support/companion.ts";
import { runRows } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";
import { answersTo, badge, inputTitle } from "../support/waiting.ts";

const many = 100;
const customerOf = (text: string): string => /customer-\d+/.exec(text)?.[0] ?? text;

test("a hundred ✓, each where it is drawn, are a hundred answers, each once, and no row moves", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("many-answers", { size: { width: 1400, height: 2900 } }, async (workbench) => {
      const { page } = workbench;
      const runs: string[] = [];
      for (let n = 1; n <= many; n++) {
        const customer = `customer-${n}`;
        const input = { ticket_subject: `Refund for ${customer}`, amount: 620, customer_id: customer };
        runs.push(await createRunElsewhere(app, input));
      }
      await connect(workbench, app);
      await badge(workbench).getByText(String(many), { exact: true }).waitFor();
      await expect.poll(() => rowsFromTop(workbench).then(({ length }) => length)).toBe(many);

      const before = await rowsFromTop(workbench);
      const approve = runRows(workbench, customerOf(before[0]?.text ?? "")).first();
      await approve.hover();
      const icon = await approve.getByRole("button", { name: "Approve Input Request", exact: true }).boundingBox();
      if (!icon) throw new Error("The first row has no button.");
      for (const { text, middle } of before) {
        await page.mouse.move(icon.x + icon.width / 2, middle);
        await page.mouse.down();
        await page.mouse.up();
        await inputTitle(workbench, new RegExp(`^Approve: .* ${customerOf(text)}\\?`)).waitFor();
        await page.keyboard.press("Enter");
        await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
      }
      await badge(workbench).waitFor({ state: "hidden" });
      const answers = await Promise.all(runs.map((run) => answersTo(app, run)));
      expect(answers).toEqual(runs.map(() => [{ type: "approval", approved: true }]));
      const after = await rowsFromTop(workbench);
      expect(after.map(({ text, middle }) => [customerOf(text), middle])).toEqual(
        before.map(({ text, middle }) => [customerOf(text), middle]),
      );
      expect(await page.locator(".editor-group-container .tab").count()).toBe(0);
      expect(await page.locator(".notifications-toasts .notification-list-item").count()).toBe(0);
    }),
  );
});

interface DrawnRow {
  text: string;
  /** The middle of it, in pixels from the top. */
  middle: number;
}

/** The rows of the refunds, as a person sees them: the document has them in another order. */
async function rowsFromTop(workbench: Workbench): Promise<DrawnRow[]> {
  const rows = await runRows(workbench, "Refund for customer-").evaluateAll((elements) =>
    elements.map((element) => {
      const { top, height } = element.getBoundingClientRect();
      return { text: element.textContent ?? "", middle: top + height / 2 };
    }),
  );
  return rows.toSorted((a, b) => a.middle - b.middle);
}
