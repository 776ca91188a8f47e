import { expect, test } from "vitest";
import { usePanels } from "../../../../support/panels.ts";
import { completedSnapshot } from "../../../../support/sampleEnds.ts";
import { texts } from "../../../../support/sampleRun.ts";

const panels = usePanels();

/** What VS Code reads when the context menu opens on a step, and when it opens beside all steps. */
test("the context menu names the step that it was opened on, or those that the selection touches", async () => {
  const { page } = await panels.show({ ...completedSnapshot(), story: texts(4, 1) });
  const step = (number: number) => page.getByText(`Thought ${number}`);
  const menuOf = (): Promise<unknown> =>
    page.getByRole("log", { name: "Story" }).evaluate((story) => {
      const context = story.getAttribute("data-vscode-context");
      return context === null ? null : (JSON.parse(context) as unknown);
    });

  await step(2).click({ button: "right" });
  expect(await menuOf()).toEqual({ webviewSection: "step", steps: ["t2"] });

  await page.evaluate(() => {
    const words = (id: string) => document.querySelector(`[data-item="${id}"] p`)!.firstChild!;
    document.getSelection()!.setBaseAndExtent(words("t2"), 3, words("t4"), 3);
  });
  await step(3).dispatchEvent("contextmenu");
  expect(await menuOf()).toEqual({ webviewSection: "step", steps: ["t2", "t3", "t4"] });

  await step(1).dispatchEvent("contextmenu");
  expect(await menuOf()).toEqual({ webviewSection: "step", steps: ["t1"] });

  await page.getByRole("log", { name: "Story" }).dispatchEvent("contextmenu");
  expect(await menuOf()).toBeNull();
});
