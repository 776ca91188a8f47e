import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { holdTimers } from "../../../support/heldTimers.ts";
import { answers, card, showRequests } from "../../../support/inputRequestCards.ts";
import { usePanels } from "../../../support/panels.ts";
import { approval, feedback, requestDelta } from "../../../support/sampleInputRequests.ts";

const panels = usePanels();
const show = showRequests(panels);

describe("the progress of an input request", () => {
  const typed = { params: { amount: "480" } };

  test("while it is sent, it can't be changed, nor sent again", async () => {
    const panel = await show(approval({ draft: typed, progress: { kind: "sending" } }));
    const { page } = panel;
    expect(await page.getByRole("textbox", { name: "amount" }).getAttribute("readonly")).not.toBeNull();
    await page.getByRole("button", { name: "Sending…" }).click({ force: true });
    await page.getByRole("textbox", { name: "amount" }).press("Control+Enter");
    expect(await answers(panel)).toEqual([]);
    expect(await page.getByRole("button", { name: "Reject…" }).count()).toBe(0);
  });

  test("that failed says why, keeps the draft, and is sent again", async () => {
    const panel = await show(
      approval({ draft: typed, progress: { kind: "failed", reason: "No server is listening at host." } }),
    );
    const { page } = panel;
    await page.getByRole("alert").getByText("No server is listening at host.").waitFor();
    expect(await page.getByRole("textbox", { name: "amount" }).inputValue()).toBe("480");
    await page.getByRole("button", { name: "Send Again" }).click();
    expect(await answers(panel)).toMatchObject([{ draft: typed, decision: "approve" }]);
  });

  test("that was answered elsewhere shows the unsent draft, until it is dismissed", async () => {
    const over = {
      kind: "settled",
      title: "Answered elsewhere",
      text: "Somebody else already answered this at 09:15:52.",
      mine: false,
    } as const;
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
    await panel.send(
      requestDelta(2, feedback({ draft: { feedback: "In an editor" }, draftVersion: 2 }, { questions: [] })),
    );
    expect(await box.inputValue()).toBe("In an editor");
  });

  test("keeps the draft while another tab is shown", async () => {
    const { page } = await show(approval());
    await page.getByRole("textbox", { name: "amount" }).fill("480");
    await page.getByRole("tab", { name: "Input" }).click();
    await page.getByRole("tab", { name: "Story" }).click();
    expect(await page.getByRole("textbox", { name: "amount" }).inputValue()).toBe("480");
  });
});

describe("several input requests at once", () => {
  test("are reached from the story, also collapsed", async () => {
    const { page } = await show(approval(), feedback());
    await page.getByRole("button", { name: "Collapse Feedback" }).click();
    expect(await page.getByRole("radio").count()).toBe(0);
    await page.getByRole("button", { name: "Go to Input Request" }).nth(1).click();
    expect(
      await page.getByRole("radio", { name: "Plain and short" }).evaluate((field) => field === document.activeElement),
    ).toBe(true);
  });

  test("are sent one by one, and the focus moves to the next, then back to the story", async () => {
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

  const mine = { kind: "settled", title: "Approved by you", text: "Answered here.", mine: true } as const;
  const second = (lines: number) =>
    approval({}, { id: "next", prompt: Array(lines).fill("Another refund?").join("\n\n"), params: [] });

  const approve = (page: Page) => card(page, "Approval").last().getByRole("button", { name: "Approve", exact: true });
  const middle = async (button: Locator): Promise<[x: number, y: number]> => {
    const { x, y, width, height } = (await button.boundingBox())!;
    return [x + width / 2, y + height / 2];
  };

  test("nothing moves under the pointer that answers one of a long list: not the list, nor its cards", async () => {
    const panel = await show(approval(), second(20));
    const { page } = panel;
    const top = async (id: string) => (await page.locator(`[data-request="${id}"]`).boundingBox())?.y;
    const before = [await top("approve"), await top("next")];
    await page.getByRole("button", { name: "Approve", exact: true }).first().click();
    await panel.send(requestDelta(1, approval({ progress: mine }), second(20)));
    await page.getByText("Approved by you").waitFor();
    expect([await top("approve"), await top("next")]).toEqual(before);
    expect(await page.locator('[data-request="next"]').evaluate((next) => next === document.activeElement)).toBe(true);
  });

  test("the one that is settled keeps its height under the pointer, so the next one stays where it is until the pointer leaves", async () => {
    const panel = await show(approval(), second(1));
    const { page } = panel;
    const before = await middle(approve(page));
    const first = card(page, "Approval").first().getByRole("button", { name: "Approve", exact: true });
    await page.mouse.click(...(await middle(first)));
    await panel.send(requestDelta(1, approval({ progress: mine }), second(1)));
    await page.getByText("Approved by you").waitFor();
    expect(await middle(approve(page))).toEqual(before);
    await page.mouse.click(...before);
    expect(await answers(panel)).toMatchObject([{ requestId: "approve" }, { requestId: "next" }]);
    await page.mouse.move(100, 100);
    await expect.poll(async () => (await middle(approve(page)))[1]).toBeLessThan(before[1]);
  });

  /** A panel in which the next card has come under the pointer that has just sent the answer of the first one. */
  async function comeUnderPointer() {
    const probe = await show(approval());
    const spot = await middle(approve(probe.page));
    // As many lines as bring the next button to the same spot.
    let lines = 0;
    const isThere = async (): Promise<boolean> => {
      const { y, height } = (await approve(probe.page).boundingBox())!;
      return y < spot[1] && y + height > spot[1];
    };
    do {
      await probe.send(requestDelta(++lines, second(lines)));
      await expect.poll(() => probe.page.getByText("Another refund?").count()).toBe(lines);
    } while (!(await isThere()));

    const panel = await show(approval());
    await panel.page.mouse.click(...spot);
    const beOver = await holdTimers(panel, 500);
    await panel.send(requestDelta(1, second(lines)));
    await approve(panel.page).and(panel.page.locator(":disabled")).waitFor();
    return { panel, spot, beOver };
  }

  test("a new one under a resting pointer has its buttons off for a moment, and a click then sends nothing", async () => {
    const { panel, spot, beOver } = await comeUnderPointer();
    expect(await card(panel.page, "Approval").getByRole("button", { name: "Reject…" }).isDisabled()).toBe(true);
    await panel.page.mouse.click(...spot);
    expect(await answers(panel)).toMatchObject([{ requestId: "approve" }]);
    await beOver();
    await approve(panel.page).and(panel.page.locator(":enabled")).waitFor();
    await panel.page.mouse.click(...spot);
    expect(await answers(panel)).toMatchObject([{ requestId: "approve" }, { requestId: "next" }]);
  });

  test("the buttons of a new one are on as soon as the pointer has moved, but not for the tremble of a hand", async () => {
    const { panel, spot } = await comeUnderPointer();
    await panel.page.mouse.move(spot[0] + 1, spot[1] - 1);
    expect(await approve(panel.page).isDisabled()).toBe(true);
    await panel.page.mouse.click(spot[0] + 8, spot[1]);
    expect(await answers(panel)).toMatchObject([{ requestId: "approve" }, { requestId: "next" }]);
  });

  test("one that comes elsewhere is answered at once, right after another one", async () => {
    const panel = await show(approval());
    const { page } = panel;
    await holdTimers(panel, 500);
    await approve(page).click();
    await panel.send(requestDelta(1, approval({ progress: mine }), second(1)));
    await page.mouse.click(...(await middle(approve(page))));
    expect(await answers(panel)).toMatchObject([{ requestId: "approve" }, { requestId: "next" }]);
  });

  test("Ctrl+Enter sends nothing right after the focus has moved on by itself, nor while it is held", async () => {
    const panel = await show(approval(), second(1));
    const { page } = panel;
    const beOver = await holdTimers(panel, 500);
    await page.getByRole("textbox", { name: "amount" }).first().press("Control+Enter");
    await panel.send(requestDelta(1, approval({ progress: mine }), second(1)));
    await approve(page).and(page.locator(":disabled")).waitFor();
    await page.keyboard.press("Control+Enter");
    expect(await answers(panel)).toMatchObject([{ requestId: "approve" }]);
    await beOver();
    await approve(page).and(page.locator(":enabled")).waitFor();
    await page.keyboard.down("Control");
    await page.keyboard.down("Enter");
    await page.keyboard.down("Enter");
    for (const key of ["Enter", "Control"]) await page.keyboard.up(key);
    expect(await answers(panel)).toMatchObject([{ requestId: "approve" }, { requestId: "next" }]);
  });

  test("Ctrl+Enter sends the next one at once when the person has moved the focus", async () => {
    const panel = await show(approval(), second(1));
    const { page } = panel;
    await holdTimers(panel, 500);
    await page.getByRole("textbox", { name: "amount" }).first().press("Control+Enter");
    await panel.send(requestDelta(1, approval({ progress: mine }), second(1)));
    await approve(page).and(page.locator(":disabled")).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Control+Enter");
    expect(await answers(panel)).toMatchObject([{ requestId: "approve" }, { requestId: "next" }]);
  });
});
