import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { CallsSearch } from "#workbench/panel/vscode/story/callsSearch.ts";
import { localSnapshot, localWatch, presenterOf } from "../../../../../../support/localRuns/localSnapshot.ts";
import { agentTrace } from "../../../../../../support/localRuns/sampleTraces.ts";
import { answerCall } from "../../../../../support/answerCall.ts";
import { usePanels } from "../../../../../support/panels.ts";
import { completedSnapshot } from "../../../../../support/sampleEnds.ts";
import { added, callStep, textStep } from "../../../../../support/sampleRun.ts";
import { typeAtOnce } from "../../../../../support/typing.ts";

const panels = usePanels();

const text = (sequence: number, words: string) =>
  textStep(sequence, words, { iteration: 1 + Math.floor(sequence / 100) });
const lines = (value: string): string =>
  `[\n${Array.from({ length: 40 }, (_, index) => `  ${index},`).join("\n")}\n  "${value}"\n]`;

/** Three hundred steps, of which the 20th and the 290th speak of a refund, and a folded call far below its 11 lines. */
const long = Array.from({ length: 300 }, (_, index) => text(index + 1, `Thought **${index + 1}** goes on`));
long[19] = text(20, "A **refund** is asked for");
long[149] = callStep(150, "match_payments", { iteration: 2, input: "{}", result: lines("Refund of 480") });
long[289] = text(290, `${"Word after word, line after line. ".repeat(400)} and the refund at its end`);

async function open(): Promise<{
  page: Page;
  field: ReturnType<Page["getByRole"]>;
  panel: Awaited<ReturnType<typeof panels.open>>;
}> {
  const panel = await panels.open();
  const { page } = panel;
  const batches = Array.from({ length: 2 }, (_, batch) => long.slice(batch * 150, (batch + 1) * 150));
  await panel.send({ ...completedSnapshot(), story: batches[0]! }, added(1, ...batches[1]!));
  await page.locator(".md").first().waitFor();
  return { page, panel, field: page.getByRole("textbox", { name: "Find in story" }) };
}

const isInView = (page: Page, sequence: number): Promise<boolean> =>
  page.locator(`[data-sequence="${sequence}"]`).evaluate((step) => {
    const { top, bottom } = step.getBoundingClientRect();
    return bottom > 130 && top < innerHeight - 24;
  });
const marked = (page: Page, name: string): Promise<string[]> =>
  page.evaluate((key) => [...(CSS.highlights.get(key) ?? [])].map(String), name);

test("the whole story is searched, also collapsed and undrawn parts, and each match is scrolled into view", async () => {
  const { page, field } = await open();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("refund");
  await page.getByText("3 matches").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("1 of 3").waitFor();
  await expect.poll(() => isInView(page, 20)).toBe(true);
  await expect.poll(() => marked(page, "found-here")).toEqual(["refund"]);
  await page.keyboard.press("Enter");
  const result = page.getByLabel("Result of match_payments");
  await result.getByText("Refund of 480").waitFor();
  await expect.poll(() => marked(page, "found-here")).toEqual(["Refund"]);
  await expect.poll(() => result.evaluate((box) => box.getBoundingClientRect().bottom <= innerHeight)).toBe(true);
  await page.keyboard.press("Enter");
  await page.getByText("3 of 3").waitFor();
  const end = () =>
    page.evaluate(() =>
      [...(CSS.highlights.get("found-here") ?? [])].map((range) => (range as Range).getBoundingClientRect().top),
    );
  await expect.poll(async () => (await end()).every((top) => top > 100 && top < 880) && (await end()).length).toBe(1);
  await page.keyboard.press("Enter");
  await page.getByText("1 of 3").waitFor();
  await page.keyboard.press("Shift+Enter");
  await page.getByText("3 of 3").waitFor();
  expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
});

test("Escape closes the field and removes all marks; the query survives a change of tabs", async () => {
  const { page, field } = await open();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("thought");
  await expect.poll(async () => (await marked(page, "found")).length).toBeGreaterThan(2);
  await page.getByRole("tab", { name: "Input" }).click();
  await page.getByRole("tab", { name: "Story" }).click();
  expect(await field.inputValue()).toBe("thought");
  await field.press("ArrowDown");
  expect(await page.getByRole("log").evaluate((log) => log === document.activeElement)).toBe(true);
  expect(await field.isVisible()).toBe(true);
  await field.press("Escape");
  await field.waitFor({ state: "detached" });
  expect(await page.getByRole("log").evaluate((log) => log === document.activeElement)).toBe(true);
  expect(await page.evaluate(() => CSS.highlights.size)).toBe(0);
  await page.keyboard.press("Control+f");
  expect(await field.inputValue()).toBe("");
  await page.keyboard.press("Escape");
  await field.waitFor({ state: "detached" });
});

test("of texts that are typed fast, the match of the newest is shown", async () => {
  const { page, field } = await open();
  await page.keyboard.press("Control+f");
  await typeAtOnce(field, "refund", "refund at");
  await page.getByText("1 match").waitFor();
  await expect.poll(() => isInView(page, 290)).toBe(true);
});

test("a text of a collapsed prompt is found, and Enter opens the call and the prompt", async () => {
  const watch = localWatch(agentTrace());
  const presenter = presenterOf(watch);
  const { panel, page } = await panels.show(localSnapshot(presenter));
  const search = new CallsSearch({
    watch,
    words: (call) => presenter.story.callWords(call),
    post: (message) => void panel.send(message),
  });
  await page.keyboard.press("Control+f");
  // In one piece: what is typed slowly is searched in between.
  await page.keyboard.insertText("call one of your tools");
  await page.getByText("Searching").waitFor();
  await expect
    .poll(() => panel.sent("searchCalls"))
    .toEqual([{ type: "searchCalls", query: "call one of your tools" }]);
  search.start("call one of your tools");
  await page.getByText("4 matches").waitFor();
  expect(await panel.sent("useCall")).toEqual([]);
  await page.keyboard.press("Enter");
  await page.getByText("1 of 4").waitFor();
  await expect.poll(() => panel.sent("useCall")).toHaveLength(1);
  await answerCall(panel, presenter);
  const prompt = page.getByRole("list", { name: "Messages as sent" }).getByRole("listitem").first();
  await prompt.getByRole("button", { name: "Show Less" }).waitFor();
  await expect.poll(async () => (await marked(page, "found-here")).length).toBe(40);
  await page.getByText("1 of 4").waitFor();
  // What was opened is searched by the page itself, what is collapsed by the extension.
  await page.keyboard.press("Enter");
  await page.getByText("2 of 4").waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => panel.sent("searchCalls")).toHaveLength(2);
  expect((await panel.sent("searchCalls")).at(-1)).toEqual({ type: "searchCalls", query: "" });
});
