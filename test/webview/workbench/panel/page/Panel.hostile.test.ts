import { expect, test } from "vitest";
import type { EventRow } from "#workbench/panel/page/eventViews.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { usePanels } from "../../../support/panels.ts";
import {
  added,
  callStep,
  delta,
  header,
  requestStep,
  runId,
  runState,
  snapshot,
  textStep,
} from "../../../support/sampleRun.ts";

const panels = usePanels();

const markup = `<img src=x onerror="alert(1)"><script>alert(2)</script></pre><a href="javascript:alert(3)">x</a>`;
/** A right-to-left override, a left-to-right mark, a zero-width joiner and a terminal escape. */
const marks = "\u202eabc\u200e\u200d\u001b[31m";
const hostile = `${markup}${marks}" onmouseover="alert(4)`;
const longLine = "x".repeat(1_000_000);

const iteration = 1;
const items: StepView[] = [
  { kind: "started", id: hostile, sequence: 1, title: hostile },
  textStep(2, hostile, { id: "t", object: hostile, growing: true }),
  callStep(3, hostile, {
    id: `${hostile} 3`,
    toolType: hostile,
    summary: hostile,
    input: hostile,
    result: hostile,
    state: "failed",
    startedAt: hostile,
  }),
  requestStep(4, { title: hostile, text: hostile, details: hostile }),
  { kind: "other", id: "o", sequence: 5, iteration, type: hostile, name: hostile, fields: hostile, text: hostile },
  { kind: "failed", id: "f", sequence: 6, iteration, code: hostile, message: hostile, details: hostile },
  textStep(7, longLine),
];
const row: EventRow = { sequence: 1, type: hostile, group: "other", time: hostile, summary: hostile };
const value = {
  [hostile]: hostile,
  ["__proto__"]: { polluted: true },
  long: longLine,
  nested: { [hostile]: [hostile] },
};

test("a run's texts are text everywhere: nothing in them runs, loads or breaks the policy", async () => {
  const panel = await panels.open();
  const { page } = panel;
  const evil = header({
    title: hostile,
    status: hostile,
    statusWord: hostile,
    sentence: [{ text: hostile, code: true }],
    userId: hostile,
    sessionId: hostile,
    connectionName: hostile,
    startedAt: hostile,
  });
  await panel.send(
    snapshot({
      state: runState({
        header: evil,
        banner: hostile,
        live: { kind: "live", text: hostile },
        input: { kind: "value", value, bytes: 1 },
        output: { kind: "value", value: hostile, bytes: 1 },
      }),
      story: items,
      rows: [row],
      marks: [{ after: 0, text: hostile }],
    }),
  );
  await panel.send(delta({ batch: 1, story: [{ append: hostile, id: "t" }] }));
  const whole = { ...items[1], text: hostile + hostile, growing: false } as StepView;
  await panel.send(added(2, whole));
  // A live run is shown at its end, far below the steps before it.
  await page.getByRole("log").press("Home");
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(hostile);
  expect(await page.locator('[data-sequence="2"] .md').textContent()).toBe(hostile + hostile);
  expect(await page.locator('[data-sequence="7"]').textContent()).toContain("+ 950,000 characters");
  const raw = page.locator('[data-sequence="5"]');
  expect(await raw.getByRole("button").textContent()).toBe(`${hostile}${hostile} · ${hostile}`);
  await raw.getByRole("button").click();
  expect(await raw.locator("pre").textContent()).toBe(hostile);
  await page.getByRole("tab", { name: "Timeline" }).click();
  const call = page.locator(".tl-row", { hasText: markup }).nth(1);
  await call.hover();
  expect(await page.getByRole("tooltip").locator("b").textContent()).toBe(hostile);
  expect(await call.evaluate((element) => [element.clientHeight, element.scrollHeight])).toEqual([24, 24]);
  await page.getByRole("tab", { name: "Events" }).click();
  await page.locator('.ev-row[data-sequence="1"]').click();
  await panel.send({ type: "event", sequence: 1, json: hostile });
  expect(await page.getByLabel("Raw JSON").textContent()).toBe(hostile);
  await page.getByRole("textbox", { name: "Search events" }).fill(markup);
  await expect.poll(() => page.locator("mark").allTextContents()).toEqual([markup, markup]);
  expect(await page.locator(".ev-row .what").textContent()).toBe(hostile);
  await page.getByRole("textbox", { name: "Search events" }).fill("(.*)+$");
  await panel.send({ type: "event", sequence: 1, json: longLine });
  expect(await page.getByRole("region", { name: "Event 1" }).textContent()).toContain("+ 800,000 characters");
  await page.getByRole("tab", { name: "Input" }).click();
  await page.getByRole("tree", { name: "Input" }).waitFor();
  expect(await page.locator(".k").first().textContent()).toBe(hostile);
  await page.getByRole("button", { name: "Show", exact: true }).last().click();
  await page.getByRole("textbox", { name: "Search keys and values" }).fill("<script>");
  await page.getByRole("textbox", { name: "Search keys and values" }).press("Enter");
  await page.locator("mark").first().waitFor();
  expect(await page.locator(".k").first().textContent()).toBe(hostile);
  await page.getByRole("tab", { name: "Output" }).click();
  await page.getByRole("tree", { name: "Output" }).waitFor();
  expect(await page.locator("img, iframe, a, body script:not([nonce]), [onerror], [onmouseover]").count()).toBe(0);
  const code = { text: hostile, code: true };
  await panel.send({
    type: "problem",
    runId,
    problem: { kind: "other", title: hostile, text: [code], actions: [{ label: hostile, action: "retry" }] },
  });
  expect(await page.getByRole("button").textContent()).toBe(hostile);
  expect(await page.locator("img, iframe, a").count()).toBe(0);
});

test("a breach of the policy would be noticed here", async () => {
  const panel = await panels.open();
  await panel.page.evaluate(() => {
    const image = document.createElement("img");
    image.src = "/favicon.png";
    document.body.append(image);
  });
  await expect.poll(() => panel.complaints()).toContainEqual(expect.stringMatching(/img-src/));
  // The page hears of it after the console.
  await expect.poll(() => panel.page.evaluate(() => window.recorder.violations.length)).toBeGreaterThan(0);
  await panel.forgive();
});

test("the page's own policy prevents submitting a form and another base address", async () => {
  const { panel, page } = await panels.show(snapshot());
  const breach = (act: () => void): Promise<string> =>
    page.evaluate(`new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), { once: true });
      (${act.toString()})();
    })`);
  const addBase = (): void => {
    const base = document.createElement("base");
    base.href = "https://example.com/";
    document.head.append(base);
  };
  const sendForm = (): void => {
    const form = document.createElement("form");
    form.action = "/elsewhere";
    document.body.append(form);
    form.submit();
  };
  const address = page.url();
  expect(await breach(addBase)).toBe("base-uri");
  expect(await page.evaluate(() => document.baseURI)).toBe(address);
  expect(await breach(sendForm)).toBe("form-action");
  expect(page.url()).toBe(address);
  await panel.forgive();
});
