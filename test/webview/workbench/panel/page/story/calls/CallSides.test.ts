import { expect, test } from "vitest";
import { localPresenter, localSnapshot } from "../../../../../../support/localRuns/localSnapshot.ts";
import { TraceBuilder } from "../../../../../../support/localRuns/traceBuilder.ts";
import { usePanels } from "../../../../../support/panels.ts";
import { callStep, snapshot } from "../../../../../support/sampleRun.ts";

const panels = usePanels();

test("a secret of a local run has dots, one press shows it alone, and a copy comes from the extension", async () => {
  const trace = new TraceBuilder();
  const input = { headers: { Authorization: "Bearer abc-123" }, token: "t-456" };
  trace.tool(trace.workflow({ input }), "http", { input, output: { content: "ok" } });
  const presenter = localPresenter(trace.runs);
  const { panel, page } = await panels.show(localSnapshot(presenter), { width: 1400 });
  await page.getByRole("button", { name: /^http/ }).first().click();
  const shown = page.getByLabel("Input of http");
  await expect.poll(() => shown.innerText()).toMatch(/"Authorization": "•••"[^]*"token": "•••"/);
  await shown.getByRole("button", { name: "Show hidden value" }).last().click();
  const [asked] = await panel.sent("useCall");
  const { story = [], totals } = presenter.showCall(asked!.id, asked!.side, asked!.secret);
  await panel.send({ type: "delta", batch: 1, rows: [], story, totals });
  await expect.poll(() => shown.innerText()).toMatch(/"Authorization": "•••"[^]*"token": "t-456"/);
  await page.getByRole("button", { name: "Copy Input" }).click();
  await expect.poll(() => panel.sent("useCall")).toHaveLength(2);
  expect(JSON.stringify(await presenter.story.callValue(asked!.id, "input"))).not.toContain("t-456");
});

test("the input of a local run shows a covered value at its place on request", async () => {
  const trace = new TraceBuilder();
  trace.tool(trace.workflow({ input: { token: "t-456", input: "Who is Ann?" } }), "http");
  const presenter = localPresenter(trace.runs);
  const { panel, page } = await panels.show(localSnapshot(presenter), { width: 1400 });
  await page.getByRole("tab", { name: "Input" }).click();
  const row = page.getByRole("treeitem", { name: /token/ });
  await row.getByRole("button", { name: "Show" }).click();
  const [asked] = await panel.sent("useValue");
  const update = presenter.showValue(asked!.side, asked!.path);
  if (update === "reopen") throw new Error(update);
  await panel.send({ type: "delta", batch: 1, rows: [], story: [], ...update });
  await expect.poll(() => row.innerText()).toContain("t-456");
});

const long = JSON.stringify(
  { customer: "customer-7421-4f64-9d68-1d2f3a4b5c6d", note: "charged twice ".repeat(20) },
  null,
  2,
);

test.each<[input: string, result: string | undefined, output: string | undefined, shareOfInput: number]>([
  [long, long, undefined, 40],
  ['{\n  "id": 7\n}', '{\n  "orders": 3\n}', undefined, 40],
  [long, "ok", undefined, 70],
  [long, undefined, undefined, 70],
  [long, "ok", long, 70],
  ['{\n  "id": 7\n}', long, undefined, 10],
])("a side of a call whose values need the room of the other side has it: %#", async (input, result, output, share) => {
  const call = callStep(1, "pay", { input, result, output, state: result === undefined ? "unfinished" : "failed" });
  const { page } = await panels.show(snapshot({ story: [call] }), { width: 1400 });
  const body = await page.locator(".tool-body").evaluate((element) => {
    const [first] = element.children;
    return (100 * first!.getBoundingClientRect().width) / element.getBoundingClientRect().width;
  });
  expect(Math.abs(body - share)).toBeLessThan(5);
});

test("a call that goes on keeps its columns while texts arrive", async () => {
  const call = callStep(1, "pay", { input: long, result: "ok", state: "running", startedAt: "2026-06-10T09:15:30Z" });
  const { page } = await panels.show(snapshot({ story: [call] }), { width: 1400 });
  const [input, result] = await page
    .locator(".tool-body > .io")
    .evaluateAll((all) => all.map((each) => each.clientWidth));
  expect(result! / input!).toBeCloseTo(1.5, 1);
});
