import { expect, test } from "vitest";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import type { PanelPage } from "../../../support/panelPage.ts";
import { usePanels } from "../../../support/panels.ts";
import { approval, feedback, waitingSnapshot } from "../../../support/sampleInputRequests.ts";
import { requestStep, texts } from "../../../support/sampleRun.ts";

const panels = usePanels();

/**
 * Scroll positions of everything around the panel's own scrollers: its frame's page, the container and the page
 * outside.
 */
async function ancestors(panel: PanelPage): Promise<Record<string, number>> {
  const positions = (): Record<string, number> =>
    Object.fromEntries(
      [...document.querySelectorAll("html, body, .root, main, .view, .beside, div:has(> iframe)")].map((element) => [
        `${element.tagName} ${element.className}`,
        element.scrollTop + element.scrollLeft,
      ]),
    );
  const [inside, outside] = await Promise.all([
    panel.frame.evaluate(positions),
    panel.page.mainFrame().evaluate(positions),
  ]);
  return { ...inside, ...Object.fromEntries(Object.entries(outside).map(([name, top]) => [`outside ${name}`, top])) };
}

async function expectStill(panel: PanelPage): Promise<void> {
  await panel.frame.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const moved = Object.entries(await ancestors(panel)).filter(([, position]) => position !== 0);
  expect(moved).toEqual([]);
}

test("the frame's container can scroll, so that the tests below can fail", async () => {
  const panel = await panels.open({ kind: "framed" });
  const container = await panel.page.locator("div:has(> iframe)").evaluate((element) => {
    element.scrollTop = 100;
    return { top: element.scrollTop, room: element.scrollHeight - element.clientHeight };
  });
  expect(container.room).toBeGreaterThan(0);
  expect(container.top).toBe(container.room);
});

test("a waiting run with a long story scrolls nothing outside the story", async () => {
  const panel = await panels.open({ kind: "framed" });
  // Lists are higher than they are guessed to be, so that the request is brought into view once more.
  const long = texts(300).map((step) => ({ ...step, text: "Thought\n\n- one\n- two\n- three" }) as StepView);
  const waiting = waitingSnapshot(approval({ sequence: 500 }), feedback({ sequence: 501 }));
  await panel.send({ ...waiting, story: [...long, requestStep(500)] });
  await panel.frame.locator(".step.want").first().waitFor();
  await expectStill(panel);
  await panel.frame.getByRole("button", { name: "Go to Input Request" }).first().click();
  await expectStill(panel);
  await panel.frame.getByRole("button", { name: "Reject…" }).first().click();
  await panel.frame.getByRole("button", { name: "Back" }).first().click();
  await expectStill(panel);
});
