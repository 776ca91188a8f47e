import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import type { PanelPage } from "./panelPage.ts";
import type { Theme } from "./panelServer.ts";

export const themes: readonly [Theme, ...Theme[]] = ["light", "dark", "hc"];
const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/**
 * The rules on by default that look at colours or sizes. A theme is nothing but values of variables, so it matters to
 * these alone.
 */
const themedRules = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "css-orientation-lock"];

/**
 * What axe finds wrong in each theme, one line each: by all its rules in the first, by those above in the others.
 *
 * @param width of the panel, where a test looks at several: colours are the same in a narrow one, so there the first
 * theme is enough
 */
export async function violations(panel: Pick<PanelPage, "page" | "wear">, width = 1400): Promise<string[]> {
  const { page } = panel;
  const found: string[] = [];
  for (const theme of [...(width < 1400 ? [] : themes.slice(1)), themes[0]]) {
    await panel.wear(theme);
    const wrong = await violationsIn(page, theme === themes[0] ? undefined : themedRules);
    found.push(...wrong.map((line) => `${theme}: ${line}`));
  }
  return found;
}

/** What axe finds wrong in a page or a frame as it is, one line each. @param rules all that are on by default */
async function violationsIn(page: Pick<Page, "evaluate">, rules?: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(runAxe, rules);
}

/** Runs in the page. @param rules the only ones to try; all that are on by default unless told otherwise */
async function runAxe(rules: string[] | undefined): Promise<string[]> {
  const { axe: checker } = window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
  const only: RunOptions = rules ? { runOnly: { type: "rule", values: rules } } : {};
  // Only what breaks a rule is of interest: naming all the rest by selectors takes time.
  const results = await checker.run({ ...only, resultTypes: ["violations"], selectors: false });
  return results.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}`));
}
