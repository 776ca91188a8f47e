import { expect, test } from "vitest";
import { usePanels } from "../support/panels.ts";
import { delta, header, runState, snapshot } from "../support/sampleRun.ts";

const panels = usePanels();
const production = { header: header({ production: true }) };

test("the header names the connection, and again after it is renamed, marked as production or unmarked", async () => {
  const panel = await panels.open();
  const app = panel.page.locator(".meta .app");
  await panel.send(snapshot());
  expect(await app.textContent()).toBe("Support Triage");
  await panel.send(delta({ batch: 1, state: { header: header({ connectionName: "Triage", production: true }) } }));
  expect(await app.textContent()).toBe("Triageproduction");
  expect(await app.getByTitle("This connection is marked as production").isVisible()).toBe(true);
  await panel.send(delta({ batch: 2, state: { header: header({ connectionName: "Triage" }) } }));
  expect(await app.textContent()).toBe("Triage");
});

test("production has the color of a warning", async () => {
  const { page } = await panels.show(snapshot({ state: runState(production) }), { theme: "dark" });
  const colour = (selector: string): Promise<string> =>
    page.locator(selector).evaluate((element) => getComputedStyle(element).color);
  expect(await colour(".prod")).not.toBe(await colour(".meta .app .val"));
  expect(await page.locator(".prod .codicon-warning").isVisible()).toBe(true);
});

test("production is completely visible at each width, with any name", async () => {
  const { page } = await panels.show(
    snapshot({ state: runState({ header: header({ connectionName: "A long name ".repeat(20), production: true }) }) }),
  );
  const word = page.locator(".prod");
  for (const width of [1400, 700, 400, 300]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await word.isVisible(), `${width} px`).toBe(true);
    const box = await word.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true);
    expect(await word.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
    expect(await page.locator(".meta .app .val").isVisible()).toBe(width > 560);
  }
});
