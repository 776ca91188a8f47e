import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Locator } from "playwright-core";
import { startSampleApp } from "../../src/sample/server.ts";
import { addConnection } from "../e2e/support/connect.ts";
import { extensionFolder, sampleWorkspace } from "./paths.ts";
import { Workbench } from "./vscode/workbench.ts";

const themes: Readonly<Record<string, readonly [theme: string, kind: string]>> = {
  dark: ["Dark Modern", "vs-dark"],
  light: ["Light Modern", "vs"],
  hc: ["Default High Contrast", "hc-black"],
};
const tabs = ["Story", "Timeline", "Events", "Input", "Output"];
const folder = join(extensionFolder, "out/screenshots/plays");
const ending = ".run.json";
/** A run that pauses for longer than a moment is pictured during its pause. */
const settled = "completed failed canceled awaiting_input paused".split(" ");
/** A story longer than this is pictured as far as it goes. */
const tallest = 6_000;

interface Wanted {
  plays: string[];
  themes: string[];
  widths: number[];
}

/**
 * Opens each run file of the sample workspace in the workbench and takes pictures of every tab of its panel, in three
 * themes and three widths, into `out/screenshots/plays`.
 *
 * @param args names of plays, such as `parcel`; `--themes dark,hc` and `--widths 1400` take fewer pictures
 */
export async function takePlayPictures(args: readonly string[]): Promise<void> {
  const wanted = await readWanted(args);
  for (const play of wanted.plays) await picturePlay(play, wanted);
  console.log(`The pictures are in ${folder}.`);
}

async function readWanted(args: readonly string[]): Promise<Wanted> {
  const options = { themes: { type: "string" }, widths: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const files = await readdir(sampleWorkspace);
  // The run of `limit` isn't created, so it has no tab.
  const all = files
    .filter((file) => file.endsWith(ending) && file !== `limit${ending}`)
    .map((file) => file.slice(0, -ending.length));
  const plays = positionals.length > 0 ? positionals : all;
  const chosen = values.themes?.split(",") ?? Object.keys(themes);
  const widths = values.widths?.split(",").map(Number) ?? [1400, 700, 400];
  for (const play of plays) if (!all.includes(play)) throw new Error(`No play ${play}. There are ${all.join(", ")}.`);
  for (const theme of chosen) {
    if (!(theme in themes)) throw new Error(`No theme ${theme}. There are ${Object.keys(themes).join(", ")}.`);
  }
  if (!widths.every((width) => width >= 300 && width <= 3_000)) {
    throw new Error(`--widths is "${values.widths}". It takes numbers from 300 to 3000 with commas between them.`);
  }
  return { plays, themes: chosen, widths };
}

async function picturePlay(play: string, wanted: Wanted): Promise<void> {
  await mkdir(folder, { recursive: true });
  // An old picture must not pass for a new one.
  for (const name of await readdir(folder)) if (name.startsWith(`${play}.`)) await rm(join(folder, name));
  const app = await startSampleApp({ speed: 5, pastRuns: 0 });
  const workbench = await Workbench.open({ size: { width: 1400, height: 900 } });
  try {
    await workbench.openView("Dynamiq Runs");
    await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey: app.accessKey });
    await runFile(workbench, play);
    await workbench.page.keyboard.press("ControlOrMeta+b");
    for (const theme of wanted.themes) {
      await setTheme(workbench, theme);
      for (const width of wanted.widths) await pictureTabs(workbench, `${play}.${theme}-${width}`, width);
    }
    console.log(`${play} is pictured.`);
  } catch (error) {
    await workbench.screenshot(`plays/${play}.failed`);
    throw error;
  } finally {
    await workbench.close();
    await app.close();
  }
}

/** Runs the file as a person does, and waits until the run has ended or somebody has to do something. */
async function runFile(workbench: Workbench, play: string): Promise<void> {
  await workbench.openView("Explorer");
  await workbench.explorer.contextMenu(`${play}${ending}`, "Run with This File");
  const question = workbench.page.locator(".monaco-dialog-box");
  const panel = workbench.page.locator("iframe.webview.ready:visible");
  await question.or(panel).first().waitFor();
  if (await question.isVisible()) {
    await workbench.screenshot(`plays/${play}.question`);
    await question.getByRole("button", { name: "Run Anyway" }).click();
  }
  const ends = settled.map((status) => `html[data-run-status="${status}"]`).join();
  await workbench.panel().locator(ends).waitFor({ state: "attached", timeout: 60_000 });
  // The end of the run is read once more after its last event.
  await workbench.page.waitForTimeout(1_500);
}

async function setTheme(workbench: Workbench, theme: string): Promise<void> {
  const [name, kind] = themes[theme]!;
  const settings = join(workbench.workspace, ".vscode");
  await mkdir(settings, { recursive: true });
  await writeFile(join(settings, "settings.json"), JSON.stringify({ "workbench.colorTheme": name }));
  await workbench.page.locator(`.monaco-workbench.${kind}`).waitFor();
}

async function pictureTabs(workbench: Workbench, name: string, width: number): Promise<void> {
  const frame = workbench.page.locator("iframe.webview.ready:visible");
  await workbench.page.setViewportSize({ width: width + 48, height: 900 });
  for (const tab of tabs) {
    await workbench
      .panel()
      .getByRole("tab", { name: new RegExp(`^${tab}`) })
      .click();
    const path = join(folder, `${name}-${tab.toLowerCase()}.png`);
    if (tab === "Events") await frame.screenshot({ path });
    else await pictureWhole(workbench, frame, path, width);
  }
  await workbench.panel().getByRole("tab", { name: "Story" }).click();
  await openSteps(workbench);
  await pictureWhole(workbench, frame, join(folder, `${name}-story-open.png`), width);
  const collapse = workbench.panel().getByRole("button", { name: "Collapse All" });
  // It isn't there where the panel is narrow.
  if (await collapse.isVisible()) await collapse.click();
}

/** Makes the window as tall as what is in it, so that nothing needs scrolling. */
async function pictureWhole(workbench: Workbench, frame: Locator, path: string, width: number): Promise<void> {
  const { page } = workbench;
  const usual = { width: width + 48, height: 900 };
  let { height } = usual;
  // The height of lines that were never drawn is a guess.
  for (let left = 4; left > 0; left--) {
    await page.waitForTimeout(200);
    const hidden = await hiddenHeight(workbench);
    if (hidden === 0 || height === tallest) break;
    height = Math.min(tallest, height + hidden);
    await page.setViewportSize({ ...usual, height });
  }
  await frame.screenshot({ path });
  if (height > usual.height) await page.setViewportSize(usual);
}

async function hiddenHeight(workbench: Workbench): Promise<number> {
  const scrolled = workbench.panel().locator(".scroll");
  return await scrolled.evaluateAll((all) =>
    Math.max(0, ...all.map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)),
  );
}

/** Opens all calls and other folded steps of the story. */
async function openSteps(workbench: Workbench): Promise<void> {
  const folded = workbench.panel().locator("[role=log] button[aria-expanded=false]:visible");
  for (let left = 60; left > 0 && (await folded.count()) > 0; left--) await folded.first().click();
}
