import { expect, test } from "vitest";
import type { StepView } from "../../../src/protocol/storyViews.ts";
import { usePanels } from "../support/panels.ts";
import { completedSnapshot, failedSnapshot } from "../support/sampleEnds.ts";
import {
  added,
  callStep,
  delta,
  header,
  requestStep,
  runState,
  snapshot,
  story,
  textStep,
} from "../support/sampleRun.ts";

const panels = usePanels();

test("steps are in order under the heads of their iterations", async () => {
  const { page } = await panels.show(snapshot());
  expect(await page.getByRole("log").getByRole("heading", { level: 2 }).allTextContents()).toEqual([
    "Iteration 1 2 tool calls · 3.0 s",
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

test("the first step says when an agent started the run", async () => {
  const { panel, page } = await panels.show(snapshot({ state: runState({ header: header({ byAgent: true }) }) }));
  const first = page.locator('[data-kind="started"]');
  expect(await first.textContent()).toContain("Run startedby an agent");
  await panel.send(snapshot());
  expect(await first.textContent()).not.toContain("agent");
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

test("a failure without code and message says so, and offers nothing to copy", async () => {
  const panel = await panels.open();
  const step: StepView = { kind: "failed", id: "s13", sequence: 30, message: "" };
  await panel.send({ ...failedSnapshot(), story: [step] });
  const failure = panel.page.getByRole("region", { name: "Failure" });
  expect(await failure.textContent()).toBe("No reason given");
  expect(await failure.getByRole("button").count()).toBe(0);
  await panel.send(delta({ batch: 1, story: [{ upsert: { ...step, details: '{\n  "retryable": false\n}' } }] }));
  await failure.getByText("retryable").waitFor();
  expect(await failure.getByRole("button", { name: "Copy Error" }).count()).toBe(1);
});

test("an ended run shows nothing as active, although the events are lost that say so", async () => {
  const panel = await panels.open();
  const { page } = panel;
  await panel.send(snapshot({ story: [...story.slice(0, 5), requestStep(17), ...story.slice(6)] }));
  const goingOn = page.locator(".caret, .bar-run, .step.want");
  expect(await goingOn.count()).toBe(3);
  const { state } = completedSnapshot();
  await panel.send(delta({ batch: 1, state }));
  expect(await goingOn.count()).toBe(0);
  expect(await page.getByRole("article", { name: "Tool call match_payments, unfinished" }).textContent()).toContain(
    "No result arrived before the agent or the run ended",
  );
  expect(await page.locator(".spin").count()).toBe(0);
  expect(await page.getByRole("main").textContent()).not.toMatch(/running|waiting|No result yet|so far/i);
  await page.getByRole("tab", { name: "Timeline" }).click();
  expect(await page.locator(".spin, .tb.open").count()).toBe(0);
});

test("a run whose last events are still arriving goes on until they are here", async () => {
  const { panel, page } = await panels.show(snapshot());
  const { state } = completedSnapshot();
  await panel.send(delta({ batch: 1, state: { ...state, live: { kind: "live", text: "" } } }));
  expect(await page.getByRole("article", { name: "Tool call match_payments, running" }).count()).toBe(1);
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

test("a call shows what it made and that it was mocked, and a text its tokens; a link opens on a click", async () => {
  const panel = await panels.open();
  const { page } = panel;
  const url = "https://app.getdynamiq.ai/artifacts/a1b2";
  const step = (n: number, part: object) => callStep(30 + n, "artifact", { summary: "", ...part });
  const newer = { id: "c32", sequence: 32 };
  const text = textStep(33, "Done", { tokens: "17 tokens: 8 in, 9 out" });
  await panel.send(
    snapshot({
      story: [
        step(1, { mocked: true, artifact: { name: "Q3 report", words: "html, version 1", url, newer } }),
        step(2, { artifact: { name: "Q3 report", words: "html, version 2", url } }),
        text,
      ],
    }),
  );
  const first = page.getByRole("article", { name: "Tool call artifact, mocked, finished" });
  expect(await first.locator(".tag").textContent()).toBe("mocked");
  expect(await first.locator(".artifact").textContent()).toBe("Q3 report html, version 1Go to Newer Version");
  expect(await panel.sent("openLink")).toEqual([]);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  expect(await panel.sent("openLink")).toEqual([{ type: "openLink", address: url }]);
  expect(await page.locator(".tokens").textContent()).toBe("17 tokens: 8 in, 9 out");
  const left = async (shown: string): Promise<number> => (await page.locator(shown).boundingBox())!.x;
  expect(await left(".tokens")).toBe(await left(".step:has(.tokens) .md"));
});
