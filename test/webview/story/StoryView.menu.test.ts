import { expect, test } from "vitest";
import type { StepView } from "../../../src/protocol/storyViews.ts";
import { usePanels } from "../support/panels.ts";
import { completedSnapshot } from "../support/sampleEnds.ts";

const panels = usePanels();

const text = (sequence: number): StepView => ({
  id: `step-${sequence}`,
  sequence,
  at: sequence * 10,
  iteration: 1,
  kind: "text",
  object: "agent.reasoning.delta",
  text: `Thought ${sequence} goes on`,
  growing: false,
});

/** What VS Code reads when the context menu opens on a step, and when it opens beside all steps. */
test("the context menu names the step that it was opened on, or those that the selection touches", async () => {
  const { page } = await panels.show({ ...completedSnapshot(), story: [1, 2, 3, 4].map(text) });
  const step = (number: number) => page.getByText(`Thought ${number} goes on`);
  const menuOf = (): Promise<unknown> =>
    page.getByRole("log", { name: "Story" }).evaluate((story) => {
      const context = story.getAttribute("data-vscode-context");
      return context === null ? null : (JSON.parse(context) as unknown);
    });

  await step(2).click({ button: "right" });
  expect(await menuOf()).toEqual({ webviewSection: "step", steps: ["step-2"] });

  await page.evaluate(() => {
    const words = (id: string) => document.querySelector(`[data-item="${id}"] p`)!.firstChild!;
    document.getSelection()!.setBaseAndExtent(words("step-2"), 3, words("step-4"), 3);
  });
  await step(3).dispatchEvent("contextmenu");
  expect(await menuOf()).toEqual({ webviewSection: "step", steps: ["step-2", "step-3", "step-4"] });

  await step(1).dispatchEvent("contextmenu");
  expect(await menuOf()).toEqual({ webviewSection: "step", steps: ["step-1"] });

  await page.getByRole("log", { name: "Story" }).dispatchEvent("contextmenu");
  expect(await menuOf()).toBeNull();
});
