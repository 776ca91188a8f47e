import { describe, expect, test } from "vitest";
import { answers, card, lastDraft, needs, showRequests } from "../../../support/inputRequestCards.ts";
import { usePanels } from "../../../support/panels.ts";
import { approval, feedback, unknown } from "../../../support/sampleInputRequests.ts";

const panels = usePanels();
const show = showRequests(panels);

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

  test("marks changes, keeps the original, and counts them on the button", async () => {
    const panel = await show(approval());
    const { page } = panel;
    const amount = page.getByRole("textbox", { name: "amount" });
    await amount.fill("480");
    await page.getByText("was 620").waitFor();
    await page.getByText("Draft saved").waitFor();
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

  test("sends nothing invalid, and says why", async () => {
    const panel = await show(approval());
    const { page } = panel;
    const amount = page.getByRole("textbox", { name: "amount" });
    await amount.fill("48o");
    await page.getByText("This isn't a number. Write it like 480 or 12.50.").waitFor();
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
    await page.getByText(/This isn't JSON/).waitFor();
    await page.getByRole("textbox", { name: "to" }).fill('{"iban": "DE2"}');
    await page.getByRole("textbox", { name: "note" }).fill("One\nTwo\nThree");
    await page.getByRole("button", { name: "Approve with 3 Changes" }).waitFor();
    expect(await page.getByRole("textbox", { name: "scope" }).count()).toBe(0);
    expect(await lastDraft(panel)).toEqual({
      params: { urgent: "true", to: '{"iban": "DE2"}', note: "One\nTwo\nThree" },
    });
  });

  test("is rejected with a reason, which stays after going back", async () => {
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

describe("an input request for feedback", () => {
  test("accepts choices, own words and a text", async () => {
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
      answers: {
        tone: { selected: ["Apologetic"], custom: "" },
        extras: { selected: ["One month free"], custom: "A car" },
      },
      feedback: "Be quick",
    };
    expect(await answers(panel)).toEqual([{ type: "answer", requestId: "tone", draft, decision: "answer" }]);
  });

  test("is answered in an editor on request", async () => {
    const panel = await show(approval(), feedback());
    await panel.page.getByRole("button", { name: "Answer in Editor" }).click();
    expect(await panel.sent("answerInEditor")).toEqual([{ type: "answerInEditor", requestId: "tone" }]);
  });

  test("opens the agent's browser outside, only on a click, without knowing its address", async () => {
    const panel = await show(feedback({ liveView: "known" }, { questions: [] }));
    expect(await panel.sent("openLiveView")).toEqual([]);
    await panel.page.getByRole("button", { name: "Open the Agent's Browser" }).click();
    expect(await panel.sent("openLiveView")).toEqual([{ type: "openLiveView", requestId: "tone" }]);
  });

  test("says what is missing when it is sent too early", async () => {
    const panel = await show(feedback());
    await panel.page.getByRole("button", { name: "Send Answer" }).click({ force: true });
    await panel.page.getByRole("alert").getByText("Choose an answer: Tone").waitFor();
    expect(await answers(panel)).toEqual([]);
  });

  test("of an unknown type is shown raw, with a field for free text", async () => {
    const panel = await show(unknown());
    const { page } = panel;
    await card(page, "vote_request").getByText('"vote_request"').waitFor();
    await page.getByRole("textbox", { name: "Answer" }).fill("Left");
    await page.getByRole("textbox", { name: "Answer" }).press("Control+Enter");
    expect(await answers(panel)).toMatchObject([
      { requestId: "vote", decision: "answer", draft: { feedback: "Left" } },
    ]);
  });
});

test("everything works with the keyboard alone, and no single key decides", async () => {
  const panel = await show(approval(), feedback());
  const { page } = panel;
  const focused = () =>
    page.evaluate(
      () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
    );
  const tabTo = async (name: string): Promise<void> => {
    for (let presses = 0; presses < 60 && (await focused()) !== name; presses++) await page.keyboard.press("Tab");
    expect(await focused()).toBe(name);
  };
  await tabTo("Collapse Approval");
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
  expect(await answers(panel)).toMatchObject([
    { decision: "reject", draft: { params: { amount: "480" }, reason: "Too much" } },
  ]);
  await tabTo("Plain and short");
  await page.keyboard.press("Space");
  await tabTo("One month free");
  await page.keyboard.press("Space");
  await page.keyboard.press("Control+Enter");
  expect((await answers(panel)).at(-1)).toMatchObject({ requestId: "tone", decision: "answer" });
});
