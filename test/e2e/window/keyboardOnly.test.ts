import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import type { Workbench } from "../../harness/vscode/workbench.ts";
import { addConnection } from "../support/connect.ts";
import { group, welcome } from "../support/runsView.ts";
import { withSampleApp } from "../support/sampleApp.ts";
import { withUsedWorkbench } from "../support/usedWorkbench.ts";

test("the keyboard alone opens the view, runs a file, finds a failure and answers an approval with another amount", async () => {
  await withSampleApp({}, (app) =>
    withUsedWorkbench("keyboard-only", { size: { width: 1400, height: 900 } }, async (workbench) => {
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
      await welcome(workbench).getByText("This app has no runs yet.").waitFor();
      await workbench.openView("Explorer");
      const keys = new Keys(workbench);
      const panel = workbench.panel();
      const status = (name: string) => panel.locator(`html[data-run-status="${name}"]`).waitFor({ state: "attached" });

      await keys.step("open the view", async () => {
        await keys.palette("Dynamiq Runs: Focus on Runs View", "focus on runs");
        await workbench.view("Runs").waitFor();
      });

      await keys.step("run a file", async () => {
        await keys.runFile("failing.run.json");
        await status("failed");
      });

      await keys.step("open the failing call", async () => {
        const call = panel.getByRole("article", { name: "Tool call issue_refund, failed" });
        const story = panel.getByRole("log", { name: "Story" });
        const focus = panel.locator(":focus");
        await keys.press("j");
        if ((await story.locator(":focus").count()) === 0) {
          await keys.until("Tab", story.and(focus), 60);
          await keys.press("j");
        }
        const isBelow = async (): Promise<boolean> => (await topOf(story.locator(":focus"))) > (await topOf(call));
        await keys.until(async () => ((await isBelow()) ? "k" : "j"), call.locator(":focus"), 40);
        if ((await call.getByRole("button").first().getAttribute("aria-expanded")) !== "true")
          await keys.press("Enter");
        await call.getByRole("heading", { name: "Result" }).waitFor();
      });

      await keys.step("search the events", async () => {
        await keys.until("Tab", panel.getByRole("tab").and(panel.locator(":focus")), 60);
        await keys.until("ArrowRight", panel.getByRole("tab", { name: /^Events/, selected: true }), 5);
        await keys.press("Control+F");
        await keys.type("no response yet");
        await panel.getByText(/^1 match$/).waitFor();
        await keys.press("Enter");
        await panel.getByRole("row").filter({ hasText: "no response yet" }).first().waitFor();
        await workbench.screenshot("keyboard-only-events");
      });

      await keys.step("answer an approval with an edited amount", async () => {
        await keys.runFile("approval.run.json");
        await status("awaiting_input");
        const amount = panel.getByRole("textbox", { name: "amount" });
        await keys.until("Tab", amount.and(panel.locator(":focus")), 60);
        // Tab selects the text in the field. Ctrl+A would go through VS Code, and arrive after the first digit.
        await keys.type("480");
        await expect.poll(() => amount.inputValue()).toBe("480");
        await panel.getByText("was 620").waitFor();
        await workbench.screenshot("keyboard-only-answer");
        await keys.press("Control+Enter");
        await status("completed");
        expect(app.answers).toMatchObject([{ type: "approval", data: { approved: true, params: { amount: 480 } } }]);
      });

      await keys.palette("Dynamiq Runs: Focus on Runs View", "focus on runs");
      await group(workbench, "Completed").waitFor();
      keys.print();
    }),
  );
});

async function topOf(place: Locator): Promise<number> {
  return (await place.boundingBox())?.y ?? 0;
}

/** Presses keys as a person without a mouse does, and counts them. */
class Keys {
  readonly #workbench: Workbench;
  readonly #counts = new Map<string, number>();
  #step = "";

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  async step(name: string, act: () => Promise<void>): Promise<void> {
    this.#step = name;
    await act();
    this.#step = "";
  }

  async press(key: string): Promise<void> {
    this.#count(1);
    await this.#workbench.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    this.#count(text.length);
    await this.#workbench.page.keyboard.type(text, { delay: 20 });
  }

  /** Presses a key until something is reached: the focus, a tab. @param key may depend on what is visible */
  async until(key: string | (() => Promise<string>), reached: Locator, most: number): Promise<void> {
    for (let left = most; ; left--) {
      // What a key does is drawn in the next frames.
      await this.#workbench.page.waitForTimeout(100);
      if ((await reached.count()) > 0) return;
      if (left === 0) throw new Error(`${String(key)} was pressed ${most} times, and what was wanted is not reached.`);
      await this.press(typeof key === "string" ? key : await key());
    }
  }

  /** Takes a command of the palette. @param text enough of its title */
  async palette(title: string, text: string): Promise<void> {
    await this.press("F1");
    await this.type(text);
    await this.#workbench.quickInput.row(title).and(this.#workbench.page.locator(".focused")).waitFor();
    await this.press("Enter");
  }

  /** Opens a file by its name and runs it by its shortcut. */
  async runFile(name: string): Promise<void> {
    const { page, quickInput } = this.#workbench;
    await this.press("Control+P");
    await this.type(name.slice(0, 5));
    await quickInput.row(name).and(page.locator(".focused")).waitFor();
    await this.press("Enter");
    await page.locator(".editor-instance .monaco-editor.focused").waitFor();
    await this.press("Shift+Alt+E");
  }

  print(): void {
    const all = [...this.#counts].map(([name, count]) => `${name}: ${count}`);
    console.log(
      `Key presses: ${[...this.#counts.values()].reduce((sum, count) => sum + count, 0)} (${all.join(", ")})`,
    );
  }

  #count(presses: number): void {
    if (this.#step) this.#counts.set(this.#step, (this.#counts.get(this.#step) ?? 0) + presses);
  }
}
