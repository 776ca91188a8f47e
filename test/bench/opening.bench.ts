import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { addConnection } from "../e2e/support/connect.ts";
import { openGroup, runRows } from "../e2e/support/runsView.ts";
import { createRunElsewhere } from "../e2e/support/sampleApp.ts";
import { temporaryFolder } from "../harness/paths.ts";
import { Workbench } from "../harness/vscode/workbench.ts";
import { startSampleApp } from "../support/sample/testApp.ts";
import { median, report } from "./figures.ts";

/**
 * Measures what a person waits for from the click on a run's row to the result, which stands beside the status, and to
 * the story, beside a custom editor with one line in an otherwise empty page, that a click on a file opens in the same
 * window. A page tells by itself when its text is drawn: whoever asks it from outside, as Playwright does, asks less and
 * less often.
 */
const count = 8;
const rounds = 5;
const limit = 1.3;
/** What the console says of a text before the time, in milliseconds since the epoch. */
const drawnAt = { result: "Result at ", story: "Story at " };
const manifest = {
  name: "bare",
  publisher: "dynamiq-community",
  version: "0.0.1",
  engines: { vscode: "^1.109.0" },
  main: "./main.cjs",
  contributes: {
    customEditors: [{ viewType: "bare.editor", displayName: "Bare", selector: [{ filenamePattern: "*.bare" }] }],
  },
};
const code = `exports.activate = () => require("vscode").window.registerCustomEditorProvider("bare.editor", {
  openCustomDocument: (uri) => ({ uri, dispose() {} }),
  resolveCustomEditor({ uri }, { webview }) {
    webview.html = '<html data-name="' + uri.path.split("/").at(-1) + '"><body><p class="now"><span>Ready</span></p></body></html>';
  },
});`;

const folder = await temporaryFolder();
const app = await startSampleApp({ speed: 1_000_000, pastRuns: 0 });
const names = Array.from({ length: count }, (_, index) => `page-${index}.bare`);
const titles = Array.from({ length: count }, (_, index) => `Question ${index}!`);
const workbench = await Workbench.open({
  files: Object.fromEntries(names.map((name) => [name, ""])),
  others: [await writeBareEditor()],
  size: { width: 1400, height: 900 },
});
await workbench.page.addInitScript(tellWhenDrawn);
try {
  const ids: string[] = [];
  for (const title of titles) ids.push(await createRunElsewhere(app, { ticket_subject: title, ticket_id: "48250" }));
  await workbench.openView("Dynamiq");
  await addConnection(workbench, { name: "Support", address: app.url, accessKey: app.accessKey });
  await openGroup(workbench, "Completed");
  const ours = { result: [] as number[], story: [] as number[] };
  const bare: number[] = [];
  // The first of each pays what the others share, and isn't counted.
  for (let round = 0; round <= rounds; round++) {
    await workbench.openView("Dynamiq");
    for (const [index, title] of titles.entries()) {
      const story = whenDrawn("story");
      const opened = await clickUntil(runRows(workbench, title), `[data-run-id="${ids[index]}"]`);
      if (round === 0) continue;
      ours.result.push(opened.took);
      ours.story.push((await story) - opened.start);
    }
    await workbench.openView("Explorer");
    for (const name of names) {
      const { took } = await clickUntil(await workbench.explorer.reveal(name), `[data-name="${name}"]`);
      if (round > 0) bare.push(took);
    }
  }
  const common = { unit: "ms", baseline: "a custom editor with an empty page" } as const;
  for (const text of ["result", "story"] as const)
    report({
      ...common,
      name: `opening: click on a row until the ${text} is read`,
      value: median(ours[text]),
      ratio: median(ours[text]) / median(bare),
      target: text === "result" ? { atMost: limit } : undefined,
    });
} finally {
  await workbench.close();
  await app.close();
  await folder.remove();
}

async function writeBareEditor(): Promise<string> {
  const path = join(folder.path, "bare");
  await mkdir(path);
  await writeFile(join(path, "package.json"), JSON.stringify(manifest));
  await writeFile(join(path, "main.cjs"), code);
  return path;
}

/** When a text of the next page is drawn, in milliseconds since the epoch. */
async function whenDrawn(text: keyof typeof drawnAt): Promise<number> {
  const said = await workbench.page.waitForEvent("console", (message) => message.text().startsWith(drawnAt[text]));
  return Number(said.text().slice(drawnAt[text].length));
}

/** Presses at `start`, and takes so many milliseconds until the first text of that page is drawn. */
async function clickUntil(row: Locator, page: string): Promise<{ start: number; took: number }> {
  await row.hover();
  const drawn = whenDrawn("result");
  const start = performance.timeOrigin + performance.now();
  await workbench.page.mouse.down();
  await workbench.page.mouse.up();
  const took = (await drawn) - start;
  await workbench.panel().locator(`html${page} :is(.md, p.now)`).first().waitFor();
  // Nothing of this opening is left for the next one.
  await workbench.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  return { start, took };
}

/** Runs in every frame: that of a webview looks at the page in it before each drawing, until its texts are there. */
function tellWhenDrawn(): void {
  const missing = { Result: ".now > span", Story: ".md" };
  const look = (): void => {
    const frame = document.querySelector<HTMLIFrameElement>("#active-frame");
    for (const [name, selector] of Object.entries(missing) as [keyof typeof missing, string][]) {
      const text = frame?.contentDocument?.querySelector(selector);
      if (!frame || !text?.checkVisibility() || getComputedStyle(frame).visibility !== "visible") continue;
      console.log(`${name} at ${performance.timeOrigin + performance.now()}`);
      delete missing[name];
    }
    if (Object.keys(missing).length > 0) requestAnimationFrame(look);
  };
  if (location.pathname.endsWith("/pre/index.html")) look();
}
