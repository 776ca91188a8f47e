import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { answers, card, needs, showRequests } from "../support/inputRequestCards.ts";
import { usePanels } from "../support/panels.ts";
import { approval, feedback, requestDelta, waitingSnapshot } from "../support/sampleInputRequests.ts";

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
    await page.getByRole("button", { name: "Fold Feedback" }).click();
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

  test.for([
    ["the one below comes", [approval({ progress: mine })]],
    ["a new one comes", []],
  ] as const)(
    "a second click on the same spot never answers the next one: %s under the pointer",
    async ([, before]) => {
      const approve = (page: Page) =>
        card(page, "Approval").last().getByRole("button", { name: "Approve", exact: true });
      const boxOf = async (page: Page) => (await approve(page).boundingBox())!;
      const probe = await show(approval());
      const { x, y, width, height } = await boxOf(probe.page);
      const spot = { x: x + width / 2, y: y + height / 2 };
      // As many lines as bring the next button to the same spot.
      let lines = 0;
      for (let isThere = false; !isThere; isThere = (await boxOf(probe.page)).y + height > spot.y) {
        await probe.send(requestDelta(++lines, ...before, second(lines)));
        await expect.poll(() => probe.page.getByText("Another refund?").count()).toBe(lines);
      }
      expect((await boxOf(probe.page)).y).toBeLessThan(spot.y);

      for (const pause of [50, 2_000]) {
        const panel = await show(approval());
        const { page } = panel;
        await page.mouse.click(spot.x, spot.y);
        expect(await answers(panel)).toMatchObject([{ requestId: "approve" }]);
        await panel.send(requestDelta(1, ...before, second(lines)));
        await page.waitForTimeout(pause);
        await page.mouse.click(spot.x, spot.y);
        expect(await answers(panel)).toHaveLength(1);
        // The pointer that has moved means this one.
        await page.mouse.click(spot.x + 8, spot.y);
        expect(await answers(panel)).toMatchObject([{ requestId: "approve" }, { requestId: "next" }]);
      }
    },
  );

  test("an answer says whether the pointer has moved since it came into the page, as after a list above it has closed", async () => {
    const panel = await show(approval());
    const { page } = panel;
    const box = (await page.getByRole("button", { name: "Approve", exact: true }).boundingBox())!;
    const spot = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const rested = async () => (await answers(panel)).map((answer) => answer.rested);
    await page.mouse.click(spot.x, spot.y);
    await page.mouse.move(spot.x - 1, spot.y + 1);
    await page.mouse.click(spot.x, spot.y);
    expect(await rested()).toEqual([true, true]);
    await page.mouse.move(spot.x + 8, spot.y);
    await page.mouse.click(spot.x, spot.y);
    expect((await rested()).at(-1)).toBe(false);
    // Something above the page takes the focus, and gives it back.
    await page.evaluate(() => window.dispatchEvent(new Event("blur")));
    await page.mouse.click(spot.x, spot.y);
    expect((await rested()).at(-1)).toBe(true);
    await page.keyboard.press("Control+Enter");
    expect((await rested()).at(-1)).toBe(false);
  });

  test("a second Ctrl+Enter never answers the one that has the focus next", async () => {
    for (const pause of [50, 2_000]) {
      const panel = await show(approval(), second(1));
      const { page } = panel;
      await page.getByRole("textbox", { name: "amount" }).first().press("Control+Enter");
      await panel.send(requestDelta(1, approval({ progress: mine }), second(1)));
      await page.getByText("Approved by you").waitFor();
      await page.waitForTimeout(pause);
      await page.keyboard.press("Control+Enter");
      expect(await answers(panel)).toMatchObject([{ requestId: "approve" }]);
      // The person who moves the focus means this one.
      await page.keyboard.press("Tab");
      await page.keyboard.press("Control+Enter");
      expect(await answers(panel)).toMatchObject([{ requestId: "approve" }, { requestId: "next" }]);
    }
  });

  test("are below the story in a narrow panel, the first one expanded", async () => {
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
