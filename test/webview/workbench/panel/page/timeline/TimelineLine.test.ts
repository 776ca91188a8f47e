import { expect, test } from "vitest";
import type { TraceRun } from "#features/localRuns/core/trace.ts";
import { localPresenter, localSnapshot } from "../../../../../support/localRuns/localSnapshot.ts";
import { agentTrace, failedTrace, parallelTrace } from "../../../../../support/localRuns/sampleTraces.ts";
import { usePanels } from "../../../../support/panels.ts";

const panels = usePanels();

test("nodes of a trace overlap as they did, with their costs, and a retried one has its attempts", async () => {
  const { page } = await panels.show(localSnapshot(localPresenter(parallelTrace())), { width: 1400 });
  await page.getByRole("tab", { name: "Timeline" }).click();
  const row = (name: string) => page.getByRole("row", { name: new RegExp(`^${name}`) });
  await expect
    .poll(() => row("Summary").getAttribute("aria-label"))
    .toBe("Summary, 2.4 ms, 150 tokens, under 0.0001 dollars");
  await expect
    .poll(() => row("Translate").getAttribute("aria-label"))
    .toBe("Translate, 6.7 ms, 94 tokens, price unknown");
  await row("start").locator(".codicon-server-process").waitFor();
  const bar = async (name: string) => (await row(name).locator(".tb").first().boundingBox())!;
  const [summary, translate] = [await bar("Summary"), await bar("Translate")];
  expect(translate.x).toBeLessThan(summary.x + summary.width);
  await expect.poll(() => row("crm lookup").locator(".tb.seg").count()).toBe(3);
  expect(await row("crm lookup").locator(".tb.seg.fail").count()).toBe(2);
});

test("the only agent of a trace has a row as long as the trace says, and its first iteration begins with it", async () => {
  const { page } = await panels.show(localSnapshot(localPresenter(agentTrace())), { width: 1400 });
  await page.getByRole("heading", { name: /^Iteration 1 1 tool call · 13 ms$/ }).waitFor();
  await page.getByRole("heading", { name: /^Iteration 4 answer · 3 ms$/ }).waitFor();
  await expect.poll(() => page.getByRole("list", { name: "Nodes" }).innerText()).toMatch(/^Support agent\s+26 ms$/);
  await page.getByRole("tab", { name: "Timeline" }).click();
  const row = (name: string) => page.getByRole("row", { name, exact: true });
  const agent = row("Support agent, 26 ms");
  await expect.poll(() => agent.getAttribute("aria-level")).toBe("1");
  await expect.poll(() => row("Iteration 1, 13 ms").getAttribute("aria-level")).toBe("2");
  const bar = async (name: string) => (await row(name).locator(".tb").first().boundingBox())!;
  const [whole, first] = [await bar("Support agent, 26 ms"), await bar("Iteration 1, 13 ms")];
  expect(first.x).toBe(whole.x);
});

test("the legend explains the wait for the next attempt only where a call was tried again", async () => {
  const legendOf = async (trace: TraceRun[]): Promise<string[]> => {
    const { page } = await panels.show(localSnapshot(localPresenter(trace)), { width: 1400 });
    await page.getByRole("tab", { name: "Timeline" }).click();
    await page.getByRole("treegrid").waitFor();
    return page.locator(".legend > span").allInnerTexts();
  };
  expect(await legendOf(failedTrace("/w"))).toEqual(["Model", "Tool", "Failed"]);
  expect(await legendOf(parallelTrace())).toEqual(["Model", "Tool", "Wait for next attempt", "Failed"]);
});
