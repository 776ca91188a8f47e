import { expect, test } from "vitest";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { usePanels } from "../../../../support/panels.ts";
import { added, delta, snapshot, story } from "../../../../support/sampleRun.ts";

const panels = usePanels();

test("steps are in order under the heads of their iterations", async () => {
  const { page } = await panels.show(snapshot());
  expect(await page.getByRole("log").getByRole("heading", { level: 2 }).allTextContents()).toEqual([
    "Iteration 1 2 tool calls, 1 failed · 3.0 s",
    expect.stringMatching(/^Iteration 2 1 tool call · running, /),
  ]);
  const first = page.getByRole("region", { name: "Iteration 1" }).locator("[data-sequence]");
  expect(await first.evaluateAll((steps) => steps.map((step) => step.getAttribute("data-sequence")))).toEqual([
    "1",
    "2",
    "12",
    "14",
  ]);
  const kinds = await page
    .locator("[data-kind]")
    .evaluateAll((steps) => steps.map((step) => step.getAttribute("data-kind")));
  expect(kinds).toEqual(story.map((step) => step.kind));
  const other = page.locator('[data-kind="other"]');
  expect(await other.innerText()).toMatch(/vendor\.fraud_score\.v2\s+risk · score 0\.07$/);
  expect((await other.boundingBox())?.height).toBe(32);
  await other.getByRole("button").click();
  expect(await other.getByLabel("vendor.fraud_score.v2").textContent()).toContain('{"score":0.07');
});

test("text grows in place, with a caret until it is complete", async () => {
  const { panel, page } = await panels.show(snapshot());
  const text = page.locator('[data-sequence="23"] .md');
  const before = `${await text.innerText()} `;
  await panel.send(
    delta({
      batch: 1,
      story: [
        { append: "and the reason\n", id: "s12" },
        { append: "must name the order.", id: "s12" },
      ],
    }),
  );
  expect(await text.innerText()).toBe(`${before}and the reason\nmust name the order.`);
  expect(await text.locator(".caret").count()).toBe(1);
  const whole = { ...story[11]!, text: "Whole.", growing: false } as (typeof story)[number];
  await panel.send(added(2, whole));
  expect(await text.textContent()).toBe("Whole.");
  expect(await text.locator(".caret").count()).toBe(0);
});

test("finished calls are collapsed to one line, failed and running ones expanded; a click collapses", async () => {
  const { panel, page } = await panels.show(snapshot());
  const expanded = async (name: string): Promise<string | null> =>
    await page.getByRole("article", { name }).getByRole("button").first().getAttribute("aria-expanded");
  expect(await expanded("Tool call lookup_customer, finished")).toBe("false");
  expect(await expanded("Tool call search_orders, failed")).toBe("true");
  expect(await expanded("Tool call match_payments, running")).toBe("true");
  const customer = page.getByRole("article", { name: "Tool call lookup_customer" });
  expect(await customer.textContent()).toContain("customer-7421 → Dana Whitfield");
  await customer.getByRole("button").first().click();
  expect(await customer.getByLabel("Input of lookup_customer").textContent()).toContain(
    '"customer_id": "customer-7421"',
  );
  await customer.getByRole("button", { name: "Copy Result" }).click();
  expect(await panel.sent("copy")).toEqual([{ type: "copy", text: '{\n  "orders": 3,\n  "next": null\n}' }]);
  expect(await page.getByRole("article", { name: "search_orders" }).textContent()).toContain("+ 4,7");
});

test("a call that was seen running stays expanded when it ends: nothing collapses by itself", async () => {
  const { panel, page } = await panels.show(snapshot());
  const done = { ...story[10]!, state: "finished", result: "true", duration: 9710 } as (typeof story)[number];
  await panel.send(added(1, done));
  const call = page.getByRole("article", { name: "Tool call match_payments, finished" });
  expect(await call.getByRole("button").first().getAttribute("aria-expanded")).toBe("true");
  expect(await call.textContent()).toContain("9.7 s");
  expect(await call.getByRole("progressbar").count()).toBe(0);
});

test("a cut part of a call is shown, opened or copied completely by the extension", async () => {
  const panel = await panels.open();
  const { page } = panel;
  const cut = { ...story[3]!, resultLength: 4_812 } as StepView;
  const huge = { ...story[3]!, id: "huge", sequence: 15, name: "dump", resultLength: 20_000_000 } as StepView;
  const other: StepView = {
    kind: "other",
    id: "o",
    sequence: 16,
    type: "vendor.log",
    text: "x".repeat(200),
    textLength: 30_000,
  };
  await panel.send(snapshot({ story: [cut, huge, other] }));
  const article = (name: string) => page.getByRole("article", { name });
  await article("search_orders").getByRole("button", { name: "Show All" }).click();
  await article("search_orders").getByRole("button", { name: "Open as Text" }).click();
  await article("search_orders").getByRole("button", { name: "Copy Result" }).click();
  await article("dump").getByRole("button", { name: "Open as Text" }).click();
  expect(await article("dump").getByRole("button", { name: "Show All" }).count()).toBe(0);
  const use = { type: "useCall", id: cut.id, side: "result" };
  await expect
    .poll(() => panel.sent("useCall"))
    .toEqual([
      { ...use, use: "show" },
      { ...use, use: "open" },
      { ...use, use: "copy" },
      { ...use, id: "huge", use: "open" },
    ]);
  await page.getByRole("button", { name: "vendor.log" }).click();
  await page.locator('[data-kind="other"]').getByRole("button", { name: "Open as Text" }).click();
  expect(await panel.sent("useEvent")).toEqual([{ type: "useEvent", use: "open", sequence: 16 }]);
  await article("search_orders").getByRole("button", { name: "Copy Input" }).click();
  expect(await panel.sent("copy")).toHaveLength(1);
  const { resultLength: _, ...whole } = cut as StepView & { resultLength?: number };
  await panel.send(delta({ batch: 1, story: [{ upsert: { ...whole, result: '"all of it"' } as StepView }] }));
  await article("search_orders").getByText('"all of it"').waitFor();
  expect(await article("search_orders").getByRole("button", { name: "Show All" }).count()).toBe(0);
});
