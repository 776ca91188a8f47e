import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { RequestView } from "../../src/protocol/requestForm.ts";
import type { PanelPage } from "./support/panelPage.ts";
import { usePanels } from "./support/panels.ts";
import { approval, feedback, requestDelta, unknown, waitingSnapshot } from "./support/sampleRequests.ts";

const panels = usePanels();

async function show(...requests: RequestView[]): Promise<PanelPage> {
  const panel = await panels.open();
  await panel.send(waitingSnapshot(...requests));
  return panel;
}

const card = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const needs = (page: Page) => page.getByRole("complementary", { name: "Waiting for you" });
const answers = (panel: PanelPage) => panel.sent("answer");
const lastDraft = async (panel: PanelPage) => (await panel.sent("draft")).at(-1)?.draft;

describe("an approval", () => {
  test("has exactly the editable parameters as fields, and the prompt as Markdown", async () => {
    const { page } = await show(approval());
    const form = card(page, "Approval");
    expect(await form.getByRole("textbox").count()).toBe(1);
    await form.locator(".md strong", { hasText: "$620" }).waitFor();
    expect(await form.getByText("ch_3PqT9aLkdIwHu7ix1F3g5H7j").count()).toBe(1);
    expect(await page.getByRole("complementary", { name: "Outline" }).count()).toBe(0);
    expect(await needs(page).locator(".badge").textContent()).toBe("1");
  });

  test("marks what is changed, keeps what it was, and counts it on the button", async () => {
    const panel = await show(approval());
    const { page } = panel;
    const amount = page.getByRole("textbox", { name: "amount" });
    await amount.fill("480");
    await page.getByText("was 620").waitFor();
    await page.getByText("Draft kept").waitFor();
    expect(await lastDraft(panel)).toEqual({ params: { amount: "480" } });
    await page.getByRole("button", { name: "Approve with 1 Change" }).click();
    expect(await answers(panel)).toEqual([
      { type: "answer", requestId: "approve", draft: { params: { amount: "480" } }, decision: "approve" },
    ]);
    await page.getByRole("button", { name: "Reset amount to 620" }).click();
    expect(await amount.inputValue()).toBe("620");
    await page.getByRole("button", { name: "Approve", exact: true }).waitFor();
    expect(await lastDraft(panel)).toEqual({ params: {} });
  });

  test("sends nothing that is wrong, and says what is", async () => {
    const panel = await show(approval());
    const { page } = panel;
    const amount = page.getByRole("textbox", { name: "amount" });
    await amount.fill("48o");
    await page.getByText("This is not a number. Write it like 480 or 12.50.").waitFor();
    expect(await amount.getAttribute("aria-invalid")).toBe("true");
    const approve = page.getByRole("button", { name: "Approve", exact: true });
    expect(await approve.getAttribute("aria-disabled")).toBe("true");
    await approve.click({ force: true });
    await page.getByRole("alert").getByText("Correct amount first.").waitFor();
    expect(await amount.evaluate((field) => field === document.activeElement)).toBe(true);
    await amount.press("Control+Enter");
    expect(await answers(panel)).toEqual([]);
  });

  test("edits by type: yes or no, JSON, text of several lines", async () => {
    const params = [
      { name: "urgent", kind: "boolean", text: "false", editable: true },
      { name: "to", kind: "json", text: '{\n  "iban": "DE1"\n}', editable: true },
      { name: "note", kind: "string", text: "One\nTwo", editable: true },
      { name: "scope", kind: "json", text: "[\n  1\n]", editable: false },
    ] as const;
    const panel = await show(approval({}, { params }));
    const { page } = panel;
    await page.getByRole("checkbox", { name: "urgent" }).check();
    await page.getByRole("textbox", { name: "to" }).fill('{"iban": "DE2"');
    await page.getByText(/This is not JSON/).waitFor();
    await page.getByRole("textbox", { name: "to" }).fill('{"iban": "DE2"}');
    await page.getByRole("textbox", { name: "note" }).fill("One\nTwo\nThree");
    await page.getByRole("button", { name: "Approve with 3 Changes" }).waitFor();
    expect(await page.getByRole("textbox", { name: "scope" }).count()).toBe(0);
    expect(await lastDraft(panel)).toEqual({ params: { urgent: "true", to: '{"iban": "DE2"}', note: "One\nTwo\nThree" } });
  });

  test("is rejected with a reason, which stays when one goes back", async () => {
    const panel = await show(approval());
    const { page } = panel;
    await page.getByRole("button", { name: "Reject…" }).click();
    const reason = page.getByRole("textbox", { name: "Reason" });
    expect(await reason.evaluate((field) => field === document.activeElement)).toBe(true);
    await reason.fill("Too much");
    await page.getByRole("button", { name: "Back" }).click();
    expect(await page.getByRole("textbox", { name: "Reason" }).count()).toBe(0);
    await page.getByRole("button", { name: "Reject…" }).click();
    expect(await reason.inputValue()).toBe("Too much");
    await reason.press("Control+Enter");
    expect(await answers(panel)).toMatchObject([{ decision: "reject", draft: { reason: "Too much" } }]);
  });
});

test("a reason that was typed before does not take the focus when the panel comes back", async () => {
  const { page } = await show(approval({ draft: { rejecting: true, reason: "Too much" } }));
  expect(await page.getByRole("textbox", { name: "Reason" }).inputValue()).toBe("Too much");
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
});

describe("a request for feedback", () => {
  test("takes choices, own words and a text", async () => {
    const panel = await show(feedback());
    const { page } = panel;
    const tone = page.getByRole("group", { name: /^Tone How should the reply sound/ });
    await tone.getByRole("radio", { name: "Plain and short" }).check();
    await tone.getByRole("radio", { name: "Apologetic" }).check();
    const send = page.getByRole("button", { name: "Send Answer" });
    expect(await send.getAttribute("aria-disabled")).toBe("true");
    await page.getByText("1 of 2 chosen").waitFor();
    await page.getByRole("checkbox", { name: "One month free" }).check();
    await page.getByRole("textbox", { name: "Extras: your own answer" }).fill("A car");
    await page.getByRole("textbox", { name: "Anything else" }).fill("Be quick");
    await page.getByText("2 of 2 chosen").waitFor();
    await send.click();
    const draft = {
      answers: { tone: { selected: ["Apologetic"], custom: "" }, extras: { selected: ["One month free"], custom: "A car" } },
      feedback: "Be quick",
    };
    expect(await answers(panel)).toEqual([{ type: "answer", requestId: "tone", draft, decision: "answer" }]);
  });

  test("has a box that grows with its text", async () => {
    const { page } = await show(feedback({}, { questions: [] }));
    const box = page.getByRole("textbox", { name: "Answer" });
    const height = async () => (await box.boundingBox())?.height ?? 0;
    const before = await height();
    await box.fill("A line\n".repeat(8));
    expect(await height()).toBeGreaterThan(before + 60);
    await box.fill("A line\n".repeat(200));
    expect(await height()).toBeLessThan(500);
  });

  test("is answered in an editor, where that is wanted", async () => {
    const panel = await show(approval(), feedback());
    await panel.page.getByRole("button", { name: "Answer in Editor" }).click();
    expect(await panel.sent("answerInEditor")).toEqual([{ type: "answerInEditor", requestId: "tone" }]);
  });

  test("says what is missing when it is sent too early", async () => {
    const panel = await show(feedback());
    await panel.page.getByRole("button", { name: "Send Answer" }).click({ force: true });
    await panel.page.getByRole("alert").getByText("Choose an answer: Tone").waitFor();
    expect(await answers(panel)).toEqual([]);
  });

  test("of an unknown type is shown raw, and answered freely", async () => {
    const panel = await show(unknown());
    const { page } = panel;
    await card(page, "vote_request").getByText('"vote_request"').waitFor();
    await page.getByRole("textbox", { name: "Answer" }).fill("Left");
    await page.getByRole("textbox", { name: "Answer" }).press("Control+Enter");
    expect(await answers(panel)).toMatchObject([{ requestId: "vote", decision: "answer", draft: { feedback: "Left" } }]);
  });
});

describe("where a request stands", () => {
  const typed = { params: { amount: "480" } };

  test("on its way, it cannot be changed, nor sent again", async () => {
    const panel = await show(approval({ draft: typed, progress: { kind: "sending" } }));
    const { page } = panel;
    expect(await page.getByRole("textbox", { name: "amount" }).getAttribute("readonly")).not.toBeNull();
    await page.getByRole("button", { name: "Sending…" }).click({ force: true });
    await page.getByRole("textbox", { name: "amount" }).press("Control+Enter");
    expect(await answers(panel)).toEqual([]);
    expect(await page.getByRole("button", { name: "Reject…" }).count()).toBe(0);
  });

  test("that failed says why, keeps what was typed, and is sent again", async () => {
    const panel = await show(approval({ draft: typed, progress: { kind: "failed", reason: "Nothing answers at host." } }));
    const { page } = panel;
    await page.getByRole("alert").getByText("Nothing answers at host.").waitFor();
    expect(await page.getByRole("textbox", { name: "amount" }).inputValue()).toBe("480");
    await page.getByRole("button", { name: "Send Again" }).click();
    expect(await answers(panel)).toMatchObject([{ draft: typed, decision: "approve" }]);
  });

  test("that was answered elsewhere shows what was typed in vain, until it is let go", async () => {
    const over = { kind: "settled", title: "Answered elsewhere", text: "Somebody else has already answered at 09:15:52.", mine: false } as const;
    const panel = await show(approval({ draft: { ...typed, reason: "Too much" }, progress: over }));
    const { page } = panel;
    await page.getByRole("alert").getByText(over.text).waitFor();
    expect(await page.getByText("amount: 480").count()).toBe(1);
    await page.getByRole("button", { name: "Copy Draft" }).click();
    expect(await panel.sent("copy")).toEqual([{ type: "copy", text: "amount: 480\nToo much" }]);
    await page.getByRole("button", { name: "Discard Draft" }).click();
    expect(await panel.sent("dismissRequest")).toEqual([{ type: "dismissRequest", requestId: "approve" }]);
    await panel.send(requestDelta(1));
    await page.getByRole("complementary", { name: "Outline" }).waitFor();
  });

  test("takes over a draft that was changed elsewhere, and no other", async () => {
    const panel = await show(feedback({}, { questions: [] }));
    const box = panel.page.getByRole("textbox", { name: "Answer" });
    await box.fill("Typed here");
    await panel.send(requestDelta(1, feedback({ draft: { feedback: "Typed" } }, { questions: [] })));
    expect(await box.inputValue()).toBe("Typed here");
    await panel.send(requestDelta(2, feedback({ draft: { feedback: "In an editor" }, draftVersion: 2 }, { questions: [] })));
    expect(await box.inputValue()).toBe("In an editor");
  });

  test("keeps what was typed while another tab is shown", async () => {
    const { page } = await show(approval());
    await page.getByRole("textbox", { name: "amount" }).fill("480");
    await page.getByRole("tab", { name: "Input" }).click();
    await page.getByRole("tab", { name: "Story" }).click();
    expect(await page.getByRole("textbox", { name: "amount" }).inputValue()).toBe("480");
  });
});

describe("several requests at once", () => {
  test("are found from the story, also folded", async () => {
    const { page } = await show(approval(), feedback());
    await page.getByRole("button", { name: "Fold Feedback" }).click();
    expect(await page.getByRole("radio").count()).toBe(0);
    await page.getByRole("button", { name: "Go to Request" }).nth(1).click();
    expect(await page.getByRole("radio", { name: "Plain and short" }).evaluate((field) => field === document.activeElement)).toBe(true);
  });

  test("are sent one by one, and the focus goes on to the next, then back to the story", async () => {
    const panel = await show(approval(), feedback());
    const { page } = panel;
    await page.getByRole("textbox", { name: "amount" }).press("Control+Enter");
    expect(await answers(panel)).toMatchObject([{ requestId: "approve" }]);
    const mine = { kind: "settled", title: "Approved by you", text: "Answered here at 09:15:52.", mine: true } as const;
    await panel.send(requestDelta(1, approval({ progress: mine }), feedback()));
    await page.getByText("Approved by you").waitFor();
    expect(await card(page, "Feedback").evaluate((region) => region.contains(document.activeElement))).toBe(true);
    await page.getByRole("radio", { name: "Apologetic" }).focus();
    await panel.send(requestDelta(2));
    await expect.poll(() => page.getByRole("log").evaluate((log) => log === document.activeElement)).toBe(true);
  });

  test("dock below the story where it is narrow, the first one open", async () => {
    const panel = await panels.open({ width: 400 });
    const { page } = panel;
    await panel.send(waitingSnapshot(approval(), feedback()));
    await page.getByRole("textbox", { name: "amount" }).waitFor();
    expect(await page.getByRole("radio").count()).toBe(0);
    const [dock, story] = [await needs(page).boundingBox(), await page.getByRole("log").boundingBox()];
    expect(dock?.y).toBeGreaterThanOrEqual((story?.y ?? 0) + (story?.height ?? 0) - 1);
    expect(dock?.height).toBeLessThanOrEqual(0.56 * 900 + 1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(400);
    await page.getByRole("button", { name: "Open Feedback" }).click();
    await page.getByRole("radio", { name: "Apologetic" }).waitFor();
    await page.getByRole("textbox", { name: "amount" }).waitFor();
  });
});

test("all of it is done with the keyboard alone, and no single key decides", async () => {
  const panel = await show(approval(), feedback());
  const { page } = panel;
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");
  const tabTo = async (name: string): Promise<void> => {
    for (let presses = 0; presses < 60 && (await focused()) !== name; presses++) await page.keyboard.press("Tab");
    expect(await focused()).toBe(name);
  };
  await tabTo("Fold Approval");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("480");
  for (const key of ["Enter", "a", "y", "Backspace", "Backspace"]) await page.keyboard.press(key);
  expect(await answers(panel)).toEqual([]);
  await page.keyboard.press("Escape");
  for (const key of ["a", "y", "r", "Enter", "Space"]) await page.keyboard.press(key);
  expect(await answers(panel)).toEqual([]);
  await tabTo("Reject…");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Too much");
  await page.keyboard.press("Control+Enter");
  expect(await answers(panel)).toMatchObject([{ decision: "reject", draft: { params: { amount: "480" }, reason: "Too much" } }]);
  await tabTo("Plain and short");
  await page.keyboard.press("Space");
  await tabTo("One month free");
  await page.keyboard.press("Space");
  await page.keyboard.press("Control+Enter");
  expect((await answers(panel)).at(-1)).toMatchObject({ requestId: "tone", decision: "answer" });
});
