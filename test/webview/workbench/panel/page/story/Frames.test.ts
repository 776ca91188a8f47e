import { expect, test } from "vitest";
import { localPresenter, localSnapshot } from "../../../../../support/localRuns/localSnapshot.ts";
import { agentTrace, failedTrace } from "../../../../../support/localRuns/sampleTraces.ts";
import { usePanels } from "../../../../support/panels.ts";
import { failedSnapshot } from "../../../../support/sampleEnds.ts";

const panels = usePanels();
const ownPath = (file: string): string | undefined => (file.startsWith("/w/") ? file.slice(3) : undefined);

test("a traceback shows the frames of the workspace, those of libraries on request, and opens files", async () => {
  const snapshot = localSnapshot(localPresenter(failedTrace("/w"), { ownPath }));
  const { panel, page } = await panels.show(snapshot, { width: 1400 });
  const frames = page.getByRole("list", { name: "Frames, most recent call last" }).getByRole("listitem");
  await expect.poll(() => frames.count()).toBe(3);
  expect(await frames.nth(1).innerText()).toMatch(/^app\/tools\/crm.py:18 in execute\n/);
  await frames.first().getByRole("button", { name: "12 library frames", expanded: false }).click();
  await expect.poll(() => frames.count()).toBe(15);
  expect(await frames.nth(9).innerText()).toMatch(/^dynamiq\/nodes\/node.py:1262 in execute_with_retry\n/);
  await frames.last().getByRole("button", { name: "app/tools/crm.py:41" }).click();
  await expect.poll(() => panel.sent("openFrame")).toEqual([expect.objectContaining({ frame: 13 })]);
});

test("outside of the workspace nothing is a link", async () => {
  const { page } = await panels.show(localSnapshot(localPresenter(failedTrace("/w"))), { width: 1400 });
  const list = page.getByRole("list", { name: "Frames, most recent call last" });
  expect(await list.getByRole("button").allInnerTexts()).toEqual(["8 earlier frames"]);
  expect(await list.getByRole("listitem").count()).toBe(7);
});

test("a failed call of a completed run shows its traceback below its sides, opens its files and copies it", async () => {
  const snapshot = localSnapshot(localPresenter(agentTrace("/w"), { ownPath }));
  const { panel, page } = await panels.show(snapshot, { width: 1400 });
  const call = page.getByRole("article", { name: "Tool call crm lookup, failed" });
  const frames = call.getByRole("list", { name: "Frames, most recent call last" }).getByRole("listitem");
  await expect.poll(() => frames.count()).toBe(3);
  expect(await call.locator(".frames .end").innerText()).toBe("x.ToolExecutionException: 401 from the CRM");
  await frames.last().getByRole("button", { name: "app/tools/crm.py:41" }).click();
  await expect.poll(() => panel.sent("openFrame")).toEqual([expect.objectContaining({ frame: 13 })]);
  await call.getByRole("button", { name: "Copy Traceback" }).click();
  await expect.poll(() => panel.sent("useCall")).toEqual([expect.objectContaining({ use: "copy", side: "traceback" })]);
  await call.getByRole("button", { name: /^Traceback/ }).click();
  await expect.poll(() => frames.count()).toBe(0);
  await page.keyboard.press("Control+f");
  await page.keyboard.type("step_3");
  await expect.poll(() => panel.sent("searchCalls")).toHaveLength(1);
  await panel.send({ type: "foundCalls", query: "step_3", sequences: [], done: true });
  await page.getByText("1 match").waitFor();
  await page.keyboard.press("Enter");
  await expect.poll(() => frames.count()).toBe(15);
});

test("the facts of a failure name its node once", async () => {
  const frames = [{ location: "app.py:3", name: "pay", own: true as const }];
  const facts = [{ name: "Node", value: "Payment", title: "pay-1" }];
  const failed = { kind: "failed" as const, id: "1", sequence: 1, reason: "Payment: no", message: "", node: "Payment" };
  const { page } = await panels.show({ ...failedSnapshot(), story: [{ ...failed, facts, frames }] });
  const card = page.locator(".failure");
  expect(await card.locator(".facts span").allInnerTexts()).toEqual(["in your code app.py:3", "Node: Payment"]);
  expect(await card.getByRole("button", { name: "Traceback" }).innerText()).toBe("Traceback\n1 frame");
});

test("nothing of a failure is cut or runs over its edge in a very narrow panel", async () => {
  const snapshot = localSnapshot(localPresenter(failedTrace("/w"), { ownPath }));
  const { page } = await panels.show(snapshot, { width: 170 });
  const card = page.locator(".failure");
  await card.getByRole("button", { name: "12 library frames" }).click();
  const right = (await card.boundingBox())!;
  for (const part of await card.locator("button, span, p, li > div").all()) {
    const box = await part.boundingBox();
    if (box) expect(box.x + box.width, await part.innerText()).toBeLessThanOrEqual(right.x + right.width);
  }
});
