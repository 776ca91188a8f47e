import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { usePanels } from "../../../../support/panels.ts";
import { failedSnapshot } from "../../../../support/sampleEnds.ts";
import { delta, header, runState, type Snapshot, snapshot, story } from "../../../../support/sampleRun.ts";

const panels = usePanels();

const reply = "Your invoice **INV-0611** went out:\n\n- the plan is *Pro*,\n- the address is new.";
const output = {
  category: "billing",
  reply,
  escalated: false,
  note: null,
  customer: { id: "customer-7421", plan: "pro" },
};
const end: StepView = {
  kind: "completed",
  id: "end",
  sequence: 40,
  at: 60_000,
  iteration: 2,
  title: "Completed",
  text: "",
};
const said: StepView = {
  kind: "text",
  id: "said",
  sequence: 30,
  at: 50_000,
  iteration: 2,
  object: "agent.answer.delta",
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

test("a text that the reader saw grow stays there; reopened, only the result has it, and a search finds it once", async () => {
  const { panel: live } = await panels.show(snapshot({ story: [...story.slice(0, 3), said] }));
  await live.send(
    delta({ batch: 1, state: { header: over, live: ended, output: value(output) }, story: [{ upsert: end }] }),
  );
  const note = live.page.getByText(/^reply is the text above \(\d+ characters\)\.$/);
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
  await page.getByRole("button", { name: "More ways to run again" }).focus();
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

test("an output that is too large is named with its size, and an app without output is told", async () => {
  const panel = await panels.open();
  const { page } = panel;
  const large = { kind: "tooLarge" as const, bytes: 3_200_000 };
  await panel.send(
    snapshot({ state: runState({ header: over, live: ended, output: large }), story: [...story.slice(0, 3), end] }),
  );
  const result = page.getByRole("region", { name: /^Result 3\.1 MiB/ });
  await result.getByText("The output (3.1 MiB) is too large to show here.").waitFor();
  await result.getByRole("button", { name: "Show Anyway" }).click();
  expect(await panel.sent("useValue")).toEqual([{ type: "useValue", use: "show", side: "output", path: [] }]);
  await panel.send(snapshot({ state: runState({ header: over, live: ended }), story: [...story.slice(0, 3), end] }));
  await page.getByText("The app returned no output.").waitFor();
});

test("of a text that begins like a file only the beginning is drawn", async () => {
  const { page } = await panels.show(completed({ scan: `iVBORw0KGgo${"A".repeat(1_000_000)}!` }));
  const row = page.getByRole("region", { name: /^Result/ }).getByText("iVBORw0KGgo");
  expect((await row.textContent())!.length).toBeLessThan(1_000);
});
