import { expect, test } from "vitest";
import { usePanels } from "../../../support/panels.ts";
import { delta, snapshot } from "../../../support/sampleRun.ts";

const panels = usePanels();

test("the live bar says how many events arrive in a second, if these are many", async () => {
  const { panel, page } = await panels.show(snapshot());
  // It is there for two seconds, which somebody who looks now and then may miss.
  const seen = page.locator("footer").evaluate(
    (footer) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (/[\d,]+ events\/s · 90,000 events$/.test(footer.textContent)) resolve();
        };
        new MutationObserver(look).observe(footer, { subtree: true, childList: true, characterData: true });
        look();
      }),
  );
  await panel.send(delta({ batch: 1, totals: { eventCount: 90_000, lastSequence: 90_000 } }));
  await seen;
  // After that none arrives.
  await page
    .locator("footer")
    .getByText(/^90,000 events$/)
    .waitFor();
  expect(panel.errors).toEqual([]);
});
