import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import type { PanelPage } from "../../../support/panelPage.ts";
import { usePanels } from "../../../support/panels.ts";
import { completedSnapshot } from "../../../support/sampleEnds.ts";
import { approval, waitingSnapshot } from "../../../support/sampleInputRequests.ts";
import { added, callStep, snapshot } from "../../../support/sampleRun.ts";
import { untilStill } from "../../../support/stillness.ts";

const panels = usePanels();

const calls = (count: number, from = 1): StepView[] =>
  Array.from({ length: count }, (_, index) =>
    callStep(from + index, `call_${from + index}`, { iteration: from + index }),
  );

async function open(kind: "ended" | "live" = "ended"): Promise<PanelPage> {
  const panel = await panels.open();
  const whole = kind === "ended" ? completedSnapshot() : snapshot();
  await panel.send({ ...whole, story: calls(150) }, added(1, ...calls(150, 151)));
  return panel;
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement;
    const step = at?.closest("[data-sequence]")?.getAttribute("data-sequence");
    return `${step ? `${step} ` : ""}${at?.getAttribute("aria-label") ?? (at?.className || at?.tagName)}`;
  });

/** What Tab comes to, until the focus has gone once through the panel. */
async function tabs(page: Page): Promise<string[]> {
  await page.getByRole("button").first().focus();
  const stops: string[] = [await focused(page)];
  for (let press = 0; press < 60; press += 1) {
    await page.evaluate(() => document.activeElement?.setAttribute("data-was-here", ""));
    await page.keyboard.press("Tab");
    if (
      await page.evaluate(
        () => document.activeElement === document.body || document.activeElement?.hasAttribute("data-was-here"),
      )
    )
      break;
    stops.push(await focused(page));
  }
  await page.evaluate(() => {
    for (const element of document.querySelectorAll("[data-was-here]")) element.removeAttribute("data-was-here");
  });
  return stops;
}

test("a few Tabs go through a story of 300 calls, from the header to the outline", async () => {
  const { page } = await open();
  const stops = await tabs(page);
  const before = stops.indexOf("Story");
  expect(before).toBeGreaterThan(0);
  // The list itself, the outline, and what stands above the outline.
  expect(stops.slice(before).length, stops.join(", ")).toBeLessThanOrEqual(5);
});

test("J goes into the story before anything has the focus, and from the header, but not out of a field", async () => {
  const panel = await open();
  const { page } = panel;
  await page.keyboard.press("j");
  expect(await focused(page)).toBe("1 tool-head");
  await page.getByRole("tab", { name: "Story" }).focus();
  await page.keyboard.press("j");
  expect(await focused(page)).toBe("1 tool-head");
  await panel.send(waitingSnapshot(approval()));
  const field = page.getByRole("textbox", { name: "amount" });
  await field.fill("");
  await page.keyboard.type("jk");
  expect(await field.inputValue()).toBe("jk");
});

test("Tab reaches only the controls of the current step, Escape goes back to it, and J continues from there", async () => {
  const { page } = await open();
  for (const key of ["j", "j", "Enter", "Tab"]) await page.keyboard.press(key);
  expect(await focused(page)).toBe("2 Copy Input");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("2 Input of call_2");
  await page.keyboard.press("Escape");
  expect(await focused(page)).toBe("2 tool-head");
  await page.keyboard.press("j");
  expect(await focused(page)).toBe("3 tool-head");
  await page.keyboard.press("Tab");
  expect(await focused(page)).not.toMatch(/^\d/);
  await page.keyboard.press("Shift+Tab");
  expect(await focused(page)).toBe("3 tool-head");
});

test("Escape closes Find in Story and goes to the match, also out of sight: J and Enter continue from there", async () => {
  const { page } = await open();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("call_123");
  await page.getByText("1 match").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("1 of 1").waitFor();
  await page.mouse.move(400, 500);
  await page.mouse.wheel(0, -20_000);
  await page.locator('[data-sequence="123"]').waitFor({ state: "detached" });
  await untilStill(page, "[role=log]");
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "Find in story" }).waitFor({ state: "detached" });
  await expect.poll(() => focused(page)).toBe("123 tool-head");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByLabel("Input of call_124").waitFor();
  expect(await page.getByLabel(/^Input of/).count()).toBe(1);
});
