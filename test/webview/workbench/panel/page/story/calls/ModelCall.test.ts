import { expect, test } from "vitest";
import { localPresenter, localSnapshot } from "../../../../../../support/localRuns/localSnapshot.ts";
import { agentTrace } from "../../../../../../support/localRuns/sampleTraces.ts";
import { answerCall } from "../../../../../support/answerCall.ts";
import { usePanels } from "../../../../../support/panels.ts";

const panels = usePanels();

/** All lines of a story are drawn. */
const wholeStory = { width: 1400, height: 1600 };

test("a model call is a line with its tokens, its cost and its attempts", async () => {
  const { page } = await panels.show(localSnapshot(localPresenter(agentTrace())), wholeStory);
  const calls = page.getByRole("button", { name: /^Model call/ });
  await expect.poll(() => calls.count()).toBe(4);
  const name = "Model call gpt-4o-mini 150 tokens, under 0.0001 dollars, 2 attempts 2.1 ms finished";
  await calls.nth(1).and(page.getByRole("button", { name })).waitFor();
  expect(await calls.nth(1).locator(".facts [aria-hidden]").innerText()).toBe("150 tokens · <$0.0001 · 2 attempts");
});

test("the header leads to a blocked call, and the last iteration says that it is the answer", async () => {
  const { page } = await panels.show(localSnapshot(localPresenter(agentTrace())), { width: 1400 });
  await page.getByRole("heading", { name: /^Iteration 4 answer · / }).waitFor();
  await page.getByRole("heading", { name: /^Iteration 2 1 tool call, 1 failed · / }).waitFor();
  await page.getByRole("tab", { name: "Timeline" }).click();
  await page.getByRole("button", { name: "1 call blocked" }).click();
  await page.locator(":focus").filter({ hasText: /^pay/ }).waitFor();
});

test("unfolded, it shows the messages as sent by role, and a long one in two lines", async () => {
  const presenter = localPresenter(agentTrace());
  const { panel, page } = await panels.show(localSnapshot(presenter), wholeStory);
  await page
    .getByRole("button", { name: /^Model call/ })
    .nth(1)
    .click();
  await answerCall(panel, presenter);
  const items = page.getByRole("list", { name: "Messages as sent" }).getByRole("listitem");
  await expect.poll(() => items.count()).toBe(4);
  expect(await items.allInnerTexts()).toEqual([
    expect.stringMatching(/^system[^]*1,720 characters/),
    expect.stringMatching(/^user[^]*Pay <EMAIL_1>$/),
    expect.stringMatching(/^assistant[^]*asks for\s*crm-lookup\s*customer "Ann"$/),
    expect.stringMatching(/^tool[^]*result of\s*crm-lookup$/),
  ]);
  const text = items.first().locator("pre");
  const folded = (await text.boundingBox())!.height;
  await items.first().getByRole("button", { name: "Show" }).click();
  await expect.poll(async () => (await text.boundingBox())!.height).toBeGreaterThan(folded * 2);
  await expect
    .poll(() => page.locator(".msgs .usage").innerText())
    .toBe(
      "120 tokens in, 30 out · $0.000018 in, $0.000018 out · attempt 1 failed after 0.1 ms: ConnectionError: try 1",
    );
});

test("Collapse All collapses the calls of models, too", async () => {
  const { page } = await panels.show(localSnapshot(localPresenter(agentTrace())), wholeStory);
  const call = page.getByRole("button", { name: /^Model call/ }).first();
  await call.click();
  await call.and(page.locator("[aria-expanded=true]")).waitFor();
  await page.getByRole("button", { name: "Collapse All" }).click();
  await call.and(page.locator("[aria-expanded=false]")).waitFor();
});

test("the messages are copied by the extension, which has all of them", async () => {
  const presenter = localPresenter(agentTrace());
  const { panel, page } = await panels.show(localSnapshot(presenter), { width: 1400 });
  await page
    .getByRole("button", { name: /^Model call/ })
    .first()
    .press("Enter");
  await answerCall(panel, presenter);
  await page.getByRole("button", { name: "Copy Messages" }).click();
  await expect
    .poll(() => panel.sent("useCall"))
    .toContainEqual(expect.objectContaining({ use: "copy", side: "messages" }));
});
