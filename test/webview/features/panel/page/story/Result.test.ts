import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import type { StepView } from "../../../../../../src/features/panel/page/storyViews.ts";
import { usePanels } from "../../../../support/panels.ts";
import { failedSnapshot, failedStep } from "../../../../support/sampleEnds.ts";
import { delta, header, runState, type Snapshot, snapshot, story, texts } from "../../../../support/sampleRun.ts";

const panels = usePanels();

const reply = "Your invoice **INV-0611** went out:\n\n- the plan is *Pro*,\n- the address is new.";
const output = {
  category: "billing",
  reply,
  escalated: false,
  note: null,
  customer: { id: "customer-7421", plan: "pro" },
};
const end: StepView = { kind: "completed", id: "end", sequence: 40, at: 60_000, iteration: 2, text: "" };
const said: StepView = {
  ...{ kind: "text", id: "said", sequence: 30, at: 50_000, iteration: 2, object: "agent.answer.delta" },
  text: `${reply}\n`,
  growing: false,
};
const over = header({ status: "completed", statusWord: "Completed", canCancel: false });
const ended = { kind: "ended" as const, text: "Completed" };
const value = (of: unknown) => ({ kind: "value" as const, value: of, bytes: 2150 });
const completed = (of: unknown, ...steps: StepView[]): Snapshot =>
  snapshot({
    state: runState({ header: over, live: ended, output: value(of) }),
    story: [...story.slice(0, 3), ...steps, end],
  });

const box = async (of: Locator) => (await of.boundingBox())!;

test("a run ends with its result: texts as Markdown, short fields in a line, the rest folded, each to copy", async () => {
  const { panel, page } = await panels.show(completed(output));
  const result = page.getByRole("region", { name: /^Result 5 fields, 2\.1 KiB/ });
  const text = result.getByRole("region", { name: "reply" });
  await text.getByRole("listitem").first().waitFor();
  expect(await text.locator("strong").textContent()).toBe("INV-0611");
  expect(await result.getByLabel("Short fields").innerText()).toMatch(
    /category\s+billing\s+escalated\s+false\s+note\s+null/,
  );
  const fields = await box(result.getByLabel("Short fields"));
  expect(fields.height).toBeLessThan(40);
  const tree = result.getByRole("button", { name: /^customer/ });
  expect(await tree.innerText()).toMatch(/customer\s+Object, 2 properties\s+id "customer-7421", plan "pro"/);
  expect((await box(tree)).height).toBe(22);
  await tree.click();
  expect(await result.getByLabel("customer", { exact: true }).textContent()).toContain('"plan": "pro"');
  const [card, call] = [await box(result.locator(".res")), await box(page.getByRole("article"))];
  expect([card.x, card.width]).toEqual([call.x, call.width]);
  expect(card.y).toBeGreaterThan(call.y + call.height);
  expect(fields.y).toBeGreaterThan((await box(text)).y);
  await result.getByRole("button", { name: "Copy reply" }).click();
  await result.getByRole("button", { name: "Copy Output" }).click();
  expect((await panel.sent("useValue")).map(({ use, path }) => [use, path])).toEqual([
    ["copy", ["reply"]],
    ["copy", []],
  ]);
  await result.getByRole("button", { name: "Open Output" }).click();
  await page.getByRole("tab", { name: "Output", selected: true }).waitFor();
});

const pay: StepView = {
  ...{ kind: "tool", id: "pay", sequence: 32, at: 52_000, iteration: 2, name: "pay", summary: "300, Ann" },
  ...{ state: "blocked", input: '{"amount": 300}', result: "Only managers may pay." },
  blocked: { by: "refund policy", why: "Only managers may pay.", outcome: "observation" },
};

test("a blocked call says who blocked it and why, and the result leads to it", async () => {
  const looked: StepView = { ...pay, id: "crm", sequence: 31, name: "crm", blocked: { by: "no mails", ran: true } };
  const { page } = await panels.show(completed(output, looked, pay));
  const call = page.getByRole("article", { name: "Tool call pay, blocked by refund policy" });
  await call.getByText("300, Ann → blocked by refund policy: Only managers may pay.").waitFor();
  await page.getByText("1 call was blocked:").waitFor();
  await page.getByText("pay didn’t run.").waitFor();
  await page.getByText("crm had run.").waitFor();
  await page.getByRole("button", { name: "Go to Step" }).first().click();
  await call.getByRole("button", { name: /^pay/ }).click();
  await call.getByRole("heading", { name: "Told to the model" }).waitFor();
});

test("a text that the reader saw grow stays there; reopened, only the result has it, and a search finds it once", async () => {
  const { panel: live } = await panels.show(snapshot({ story: [...story.slice(0, 3), said] }));
  await live.send(
    delta({ batch: 1, state: { header: over, live: ended, output: value(output) }, story: [{ upsert: end }] }),
  );
  const note = live.page.getByText(/^reply is the text above, \d+ characters\.$/);
  await note.waitFor();
  expect(await live.page.getByText("INV-0611").count()).toBe(1);
  expect((await box(note)).y).toBeGreaterThan((await box(live.page.getByText("INV-0611"))).y);
  const { page } = await panels.show(completed(output, said));
  await page.getByText("reply is in the result below.").waitFor();
  expect(await page.getByText("INV-0611").count()).toBe(1);
  expect(await page.locator("[data-kind=completed]").getByText("INV-0611").count()).toBe(1);
  await page.keyboard.press("Control+f");
  await page.keyboard.type("INV-0611");
  await page.getByText("1 match").waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("data-kind"))).toBe("completed");
});

test("R goes to the result or the failure, from any place but a field", async () => {
  const panel = await panels.open({ height: 500 });
  const { page } = panel;
  const at = (): Promise<string | null | undefined> =>
    page.evaluate(() => document.activeElement?.getAttribute("data-kind"));
  await panel.send(completed(output, ...story.slice(3, 10)));
  await page.getByRole("button", { name: "More Actions…" }).focus();
  await page.keyboard.press("r");
  await expect.poll(at).toBe("completed");
  await page.getByRole("log").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("R");
  await expect.poll(at).toBe("completed");
  await page.keyboard.press("Control+f");
  await page.keyboard.type("r");
  expect(await page.getByRole("textbox").inputValue()).toBe("r");
  await panel.send(failedSnapshot());
  await page.getByRole("log").focus();
  await page.keyboard.press("r");
  await expect.poll(at).toBe("failed");
});

test("a part that is too large is named with its size, and an app without output is told", async () => {
  const panel = await panels.open();
  const { page } = panel;
  const hole = { path: ["rows"], bytes: 3_200_000, kind: "array" as const, size: 18_204 };
  const part = { ...value({ reply, rows: null, long: "word ".repeat(2000) }), holes: [hole] };
  await panel.send(
    snapshot({ state: runState({ header: over, live: ended, output: part }), story: [...story.slice(0, 3), end] }),
  );
  const result = page.getByRole("region", { name: /^Result 3 fields, 2\.1 KiB, shown in part/ });
  await result.getByText("rows: Array, 18,204 items, 3.1 MiB. Too large to show here.").waitFor();
  expect(await result.getByText("null").count()).toBe(0);
  await result.getByRole("button", { name: "Show Anyway" }).click();
  expect(await panel.sent("useValue")).toEqual([{ type: "useValue", use: "show", side: "output", path: ["rows"] }]);
  await result.getByText("the first 8,000 of 10,000 characters").waitFor();
  await result.getByRole("button", { name: "Show 2,000 More" }).click();
  await result.getByText("10,000 characters", { exact: true }).waitFor();
  await panel.send(snapshot({ state: runState({ header: over, live: ended }), story: [...story.slice(0, 3), end] }));
  await page.getByText("The app returned no output.").waitFor();
});

/** A run whose result comes after many steps. */
function long(...steps: StepView[]): Snapshot {
  const run = completed(output, ...steps);
  return { ...run, story: [...run.story.slice(0, -1), { ...end, sequence: 900 }] };
}

test("pills lead to the start and to the result or the failure, and only to what isn't in sight", async () => {
  const { panel: short } = await panels.show(completed({ done: true }), { height: 500 });
  await short.page.getByRole("region", { name: /^Result/ }).waitFor();
  expect(await short.page.locator(".pill").count()).toBe(0);
  const panel = await panels.open({ height: 500 });
  const { page } = panel;
  const pills = () => page.locator(".pill").allInnerTexts();
  const at = (): Promise<string | null | undefined> =>
    page.evaluate(() => document.activeElement?.getAttribute("data-kind"));
  await panel.send(long(...story.slice(3, 10), ...texts(60)));
  await expect.poll(pills).toEqual(["Go to Start"]);
  await page.getByRole("button", { name: "Go to Start" }).click();
  await expect.poll(at).toBe("started");
  await expect.poll(pills).toEqual(["Go to Result"]);
  await page.getByRole("button", { name: "Go to Result" }).click();
  await expect.poll(at).toBe("completed");
  expect(await page.getByRole("region", { name: /^Result/ }).isVisible()).toBe(true);
  const failed = failedSnapshot();
  await panel.send({
    ...failed,
    story: [...failed.story.slice(0, -1), ...texts(60), { ...failedStep, sequence: 900 }],
  });
  await page.locator('[data-kind="failed"]').waitFor();
  await page.getByRole("log").focus();
  await page.keyboard.press("Home");
  await page.getByRole("button", { name: "Go to Failure" }).click();
  await expect.poll(at).toBe("failed");
});
