import { expect, test } from "vitest";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { usePanels } from "../../../../support/panels.ts";
import { callStep, snapshot, textStep } from "../../../../support/sampleRun.ts";

const panels = usePanels();

const extra = true as const;
const model: StepView = {
  kind: "model",
  id: "m1",
  sequence: 2,
  at: 200,
  until: 800,
  iteration: 1,
  model: "gpt-4o-mini",
  extra,
  facts: "44 tokens",
  spoken: "44 tokens",
  messageCount: 2,
  state: "finished",
};
/** An agent that streams its answer, as a local app tells of it. */
const story: StepView[] = [
  { kind: "started", id: "s1", sequence: 1, at: 0, title: "Who is Ann?" },
  model,
  callStep(3, "lookup_customer", { at: 900, until: 1300, extra }),
  callStep(4, "search_orders", { at: 1400, until: 1800, extra, bundle: "b" }),
  callStep(5, "search_tickets", { at: 1400, until: 1700, extra, bundle: "b" }),
  textStep(6, "Ann is a customer.", { at: 2000, until: 2400, object: "answer" }),
];
const marked = ["m1", "c3", "c4", "c5"];
const words = "Only local runs show this step";

test("a step that only local runs have is marked for the eye, the pointer and a screen reader", async () => {
  const { page } = await panels.show(snapshot({ story }));
  const step = (id: string) => page.locator(`[data-item="${id}"]`);
  for (const id of marked) {
    await expect.poll(() => step(id).locator(".sr").first().textContent()).toBe(`${words}. `);
  }
  // Parallel calls have one place on the rail.
  const onRail = page.locator(".node.only-local");
  expect(await onRail.evaluateAll((nodes) => nodes.map((node) => node.getAttribute("title")))).toEqual([
    words,
    words,
    words,
  ]);
  expect(await step("c5").getAttribute("title")).toBe(words);
  for (const id of ["s1", "t6"]) {
    expect(await step(id).getByText(words).count()).toBe(0);
    expect(await step(id).locator(".only-local").count()).toBe(0);
  }
});

test("the timeline marks its rows, and its legend says what the mark means only where there is one", async () => {
  const { page } = await panels.show(snapshot({ story }), { width: 1400 });
  await page.getByRole("tab", { name: "Timeline" }).click();
  await page.getByRole("row", { name: "lookup_customer, 400 ms, only in local runs", exact: true }).hover();
  await page.getByRole("tooltip").getByText("only in local runs").waitFor();
  const legend = (): Promise<string[]> => page.locator(".legend > span").allInnerTexts();
  expect(await legend()).toEqual(["Model", "Tool", "Failed", "Only in local runs"]);
  const deployed = await panels.show(snapshot({ story: story.filter((step) => !step.extra) }), { width: 1400 });
  await deployed.page.getByRole("tab", { name: "Timeline" }).click();
  await deployed.page.getByRole("treegrid").waitFor();
  expect(await deployed.page.locator(".legend > span").allInnerTexts()).toEqual(["Text", "Tool", "Wait", "Failed"]);
});
