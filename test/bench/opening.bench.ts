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
 * Measures what a person waits for from the click on a run's row to the result, beside a custom editor with one line in
 * an otherwise empty page, that a click on a file opens in the same window. A page tells by itself when its text is
 * drawn: whoever asks it from outside, as Playwright does, asks less and less often.
 */
const count = 8;
const rounds = 3;
const limit = 1.3;
/** What the console says before the time, in milliseconds since the epoch. */
const drawnAt = "Drawn at ";
const manifest = {
  ...{ name: "bare", publisher: "dynamiq-community", version: "0.0.1", engines: { vscode: "^1.105.0" } },
  main: "./main.cjs",
  contributes: {
    customEditors: [{ viewType: "bare.editor", displayName: "Bare", selector: [{ filenamePattern: "*.bare" }] }],
  },
};
const code = `exports.activate = () => require("vscode").window.registerCustomEditorProvider("bare.editor", {
  openCustomDocument: (uri) => ({ uri, dispose() {} }),
  resolveCustomEditor({ uri }, { webview }) {
    webview.html = '<html data-name="' + uri.path.split("/").at(-1) + '"><body><p class="md">Ready</p></body></html>';
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
  await workbench.openView("Dynamiq Runs");
  await addConnection(workbench, { name: "Support", address: app.url, accessKey: app.accessKey });
  await openGroup(workbench, "Completed");
  const ours: number[] = [];
  const bare: number[] = [];
  // The first of each pays what the others share, and isn't counted.
  for (let round = 0; round <= rounds; round++) {
    await workbench.openView("Dynamiq Runs");
    for (const [index, title] of titles.entries()) {
      const took = await clickUntil(runRows(workbench, title), `[data-run-id="${ids[index]}"]`);
      if (round > 0) ours.push(took);
    }
    await workbench.openView("Explorer");
    for (const name of names) {
      const took = await clickUntil(await workbench.explorer.reveal(name), `[data-name="${name}"]`);
      if (round > 0) bare.push(took);
    }
  }
  report({
    name: "opening: click on a row until the result is read",
    value: median(ours),
    unit: "ms",
    ratio: median(ours) / median(bare),
    baseline: "a custom editor with an empty page",
    target: { atMost: limit },
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

/** In milliseconds, from the press until the first text of that page is drawn. */
async function clickUntil(row: Locator, page: string): Promise<number> {
  await row.hover();
  const drawn = workbench.page.waitForEvent("console", (message) => message.text().startsWith(drawnAt));
  const start = performance.timeOrigin + performance.now();
  await workbench.page.mouse.down();
  await workbench.page.mouse.up();
  const took = Number((await drawn).text().slice(drawnAt.length)) - start;
  await workbench.panel().locator(`html${page} .md`).first().waitFor();
  // Nothing of this opening is left for the next one.
  await workbench.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  return took;
}

/** Runs in every frame: that of a webview looks at the page in it before each drawing, until its text is there. */
function tellWhenDrawn(): void {
  const look = (): void => {
    const frame = document.querySelector<HTMLIFrameElement>("#active-frame");
    const text = frame?.contentDocument?.querySelector(".md");
    if (!frame || !text?.checkVisibility() || getComputedStyle(frame).visibility !== "visible")
      requestAnimationFrame(look);
    else console.log(`Drawn at ${performance.timeOrigin + performance.now()}`);
  };
  if (location.pathname.endsWith("/pre/index.html")) look();
}
