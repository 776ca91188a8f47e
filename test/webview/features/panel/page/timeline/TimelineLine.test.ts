import { expect, test } from "vitest";
import { localPresenter, localSnapshot } from "../../../../../support/localRuns/localSnapshot.ts";
import { parallelTrace } from "../../../../../support/localRuns/sampleTraces.ts";
import { usePanels } from "../../../../support/panels.ts";

const panels = usePanels();

test("nodes of a trace overlap as they did, with their costs, and a retried one has its attempts", async () => {
  const { page } = await panels.show(localSnapshot(localPresenter(parallelTrace())), { width: 1400 });
  await page.getByRole("tab", { name: "Timeline" }).click();
  const row = (name: string) => page.getByRole("row", { name: new RegExp(`^${name}`) });
  await expect
    .poll(() => row("Summary").getAttribute("aria-label"))
    .toBe("Summary, 2.4 ms, 150 tokens, under 0.0001 dollars");
  await expect
    .poll(() => row("Translate").getAttribute("aria-label"))
    .toBe("Translate, 6.7 ms, 94 tokens, price unknown");
  await row("start").locator(".codicon-server-process").waitFor();
  const bar = async (name: string) => (await row(name).locator(".tb").first().boundingBox())!;
  const [summary, translate] = [await bar("Summary"), await bar("Translate")];
  expect(translate.x).toBeLessThan(summary.x + summary.width);
  await expect.poll(() => row("crm lookup").locator(".tb.seg").count()).toBe(3);
  expect(await row("crm lookup").locator(".tb.seg.fail").count()).toBe(2);
});
