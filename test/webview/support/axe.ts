import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import type { PanelPage } from "./panelPage.ts";
import type { Theme } from "./panelServer.ts";

const themes: readonly [Theme, ...Theme[]] = ["light", "dark", "hc"];
const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** The rules on by default that look at colours: a theme is nothing but values of variables, so it matters to these alone. */
const colors = ["color-contrast", "link-in-text-block"];

/**
 * What axe finds wrong in the panel as it is, one line each. Colours are the same in a narrow panel, so there all other
 * rules are tried.
 */
export async function violations({ page }: Pick<PanelPage, "page">): Promise<string[]> {
  const isNarrow = (page.viewportSize()?.width ?? 0) < 1400;
  return await violationsIn(page, isNarrow ? { without: colors } : {});
}

/** The same, and the colours in all other themes: one screen of each tab shows these. */
export async function violationsInThemes(panel: Pick<PanelPage, "page" | "wear">): Promise<string[]> {
  const found = await violations(panel);
  for (const theme of [...themes.slice(1), themes[0]]) {
    await panel.wear(theme);
    if (theme === themes[0]) continue;
    const wrong = await violationsIn(panel.page, { only: colors });
    found.push(...wrong.map((line) => `${theme}: ${line}`));
  }
  return found;
}

/** The rules that are tried, of those that are on by default. */
interface Rules {
  only?: string[];
  without?: string[];
}

/** What axe finds wrong in a page or a frame as it is, one line each. */
async function violationsIn(page: Pick<Page, "evaluate">, rules: Rules): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(runAxe, rules);
}

/** Runs in the page. */
async function runAxe({ only, without = [] }: Rules): Promise<string[]> {
  const { axe: checker } = window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
  const rules: RunOptions = only
    ? { runOnly: { type: "rule", values: only } }
    : { rules: Object.fromEntries(without.map((name) => [name, { enabled: false }])) };
  // Only what breaks a rule is of interest: naming all the rest by selectors takes time.
  const results = await checker.run({ ...rules, resultTypes: ["violations"], selectors: false });
  return results.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}`));
}
