import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { insist } from "../../harness/insist.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { connect } from "../support/companion.ts";
import { group, runRows, welcome } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("the keyboard alone opens the view, runs a file, finds a failure and answers an approval with another amount", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("keyboard-only", { size: { width: 1400, height: 900 } }, async (workbench) => {
      await connect(workbench, app);
      await welcome(workbench).getByText("This app has no runs yet.").waitFor();
      await workbench.openView("Explorer");
      const keys = new Keys(workbench);
      const panel = workbench.panel();
      const focus = panel.locator(":focus");
      const status = (name: string) => panel.locator(`html[data-run-status="${name}"]`).waitFor({ state: "attached" });

      await keys.palette("Dynamiq: Focus on Runs View", "focus on runs");
      await workbench.view("Runs").waitFor();
      await keys.runFile("failing.run.json");
      await status("failed");
      await openFailure(keys, panel.getByRole("log", { name: "Story" }));

      // Search the events.
      await keys.until("Tab", panel.getByRole("tab").and(focus), 60);
      await keys.until("ArrowRight", panel.getByRole("tab", { name: /^Events/, selected: true }), 5);
      await keys.press("Control+F");
      await panel.getByRole("textbox", { name: "Search events" }).and(focus).waitFor();
      await keys.type("no response yet");
      await panel.getByText(/^1 match$/).waitFor();
      await keys.press("Enter");
      await panel.getByRole("row").filter({ hasText: "no response yet" }).first().waitFor();

      // Answer an approval with an edited amount.
      await keys.runFile("approval.run.json");
      await status("awaiting_input");
      const amount = panel.getByRole("textbox", { name: "amount" });
      await keys.until("Tab", amount.and(focus), 60);
      // Tab selects the text in the field. Ctrl+A would go through VS Code, and arrive after the first digit.
      await keys.type("480");
      await expect.poll(() => amount.inputValue()).toBe("480");
      await panel.getByText("was 620").waitFor();
      await keys.press("Control+Enter");
      await status("completed");
      expect(app.answers).toMatchObject([{ type: "approval", data: { approved: true, params: { amount: 480 } } }]);

      await keys.palette("Dynamiq: Focus on Runs View", "focus on runs");
      // The answer has moved no row: the run has its new place when the person asks for what is new.
      await runRows(workbench, "amount 480").waitFor();
      await keys.palette("Dynamiq: Refresh Runs", "refresh runs");
      await group(workbench, "Completed").waitFor();
    }),
  );
});

/** Goes to the call that failed, step by step, and opens it. */
async function openFailure(keys: Keys, story: Locator): Promise<void> {
  const call = story.getByRole("article", { name: "Tool call issue_refund, failed" });
  const current = story.locator(":focus");
  await keys.press("j");
  if ((await current.count()) === 0) {
    await keys.until("Tab", story.and(story.page().locator(":focus")).or(current), 60);
    await keys.press("j");
  }
  const isBelow = async (): Promise<boolean> => (await topOf(current)) > (await topOf(call));
  await keys.until(async () => ((await isBelow()) ? "k" : "j"), call.locator(":focus"), 40);
  if ((await call.getByRole("button").first().getAttribute("aria-expanded")) !== "true") await keys.press("Enter");
  await call.getByRole("heading", { name: "Result" }).waitFor();
}

async function topOf(place: Locator): Promise<number> {
  return (await place.boundingBox())?.y ?? 0;
}

/** Presses keys as a person without a mouse does. */
class Keys {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  async press(key: string): Promise<void> {
    await this.#workbench.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#workbench.page.keyboard.type(text);
  }

  /** Presses a key until something is reached: the focus, a tab. @param key may depend on what is visible */
  async until(key: string | (() => Promise<string>), reached: Locator, most: number): Promise<void> {
    for (let left = most; (await reached.count()) === 0; left--) {
      if (left === 0) throw new Error(`${String(key)} was pressed ${most} times, and what was wanted isn't reached.`);
      await this.press(typeof key === "string" ? key : await key());
      await this.#drawn();
    }
  }

  /** Takes a command of the palette. @param text enough of its title */
  async palette(title: string, text: string): Promise<void> {
    await this.#pick("F1", title, text);
  }

  /** Opens a file by its name and runs it by its shortcut. */
  async runFile(name: string): Promise<void> {
    await this.#pick("Control+P", name, name.slice(0, 5));
    await this.#workbench.tab(name).and(this.#workbench.page.locator(".active")).waitFor();
    await this.#workbench.page.locator(".editor-instance .monaco-editor.focused").waitFor();
    await this.press("Shift+Alt+E");
  }

  /** Opens a quick input by its key and takes a row. A view that takes the focus late closes it. */
  async #pick(key: string, row: string, text: string): Promise<void> {
    const { page, quickInput } = this.#workbench;
    await insist(
      async (timeout) => {
        await this.press(key);
        await page.locator(".quick-input-widget:visible input:focus").waitFor({ timeout });
        await this.type(text);
        await quickInput.row(row).and(page.locator(".focused")).waitFor({ timeout });
      },
      () => this.press("Escape"),
    );
    await this.press("Enter");
  }

  /** Waits until the panel has drawn what a key has changed: that takes two frames. */
  async #drawn(): Promise<void> {
    await this.#workbench
      .panel()
      .locator("html")
      .evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
}
