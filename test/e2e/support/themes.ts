import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { wantsPictures, type Workbench } from "../../harness/vscode/workbench.ts";

const themes = {
  light: ["Light Modern", "vs"],
  hc: ["Default High Contrast", "hc-black"],
  dark: ["Dark Modern", "vs-dark"],
};

/** A picture in a dark, a light and a high-contrast theme. */
export async function inThemes(workbench: Workbench, name: string): Promise<void> {
  if (!wantsPictures) return;
  const settings = join(workbench.workspace, ".vscode");
  await mkdir(settings, { recursive: true });
  for (const [suffix, [theme, kind]] of Object.entries(themes)) {
    await writeFile(join(settings, "settings.json"), JSON.stringify({ "workbench.colorTheme": theme }));
    await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
    await workbench.screenshot(`${name}-${suffix}`);
  }
}
