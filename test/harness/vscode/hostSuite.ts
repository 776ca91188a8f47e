import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { patience } from "../../support/patience.ts";
import { writeAuthorities } from "../authorities.ts";
import { launchChromium } from "../chromium.ts";
import { extensionFolder, temporaryFolder } from "../paths.ts";
import { findDesktop, runInDesktop } from "./desktop.ts";
import type { HostRun, HostPlace } from "./hostRun.ts";
import { withMintKey } from "./mintKey.ts";
import { builtInsForTests, startTestServer } from "./vscodeServer.ts";

/** The mocha suite of `test/host`, as `npm run build` left it in `out`. */
export const hostSuite: HostRun = {
  extension: extensionFolder,
  suite: join(extensionFolder, "out/host/index.cjs"),
};

/** Nobody looks at this window: drawing its tabs and bars at a person's size takes a fifth of the processor time. */
const unseen = {
  "workbench.editor.showTabs": "none",
  "workbench.statusBar.visible": false,
  "workbench.activityBar.location": "hidden",
  "workbench.layoutControl.enabled": false,
  "window.commandCenter": false,
  "breadcrumbs.enabled": false,
  "editor.minimap.enabled": false,
  "editor.cursorBlinking": "solid",
};

/** Runs a suite inside the extension host of desktop VS Code or else of the VS Code server; gives what it wrote. */
export async function runInHost(run: HostRun): Promise<unknown> {
  const folder = await temporaryFolder();
  const resultFile = join(folder.path, "result.json");
  const workspace = join(folder.path, "workspace");
  await mkdir(workspace);
  const env = { ...(await writeAuthorities(folder.path)), ...run.env, DYNAMIQ_RUNS_RESULT: resultFile };
  const place: HostPlace = { state: folder.path, workspace, resultFile, env };
  try {
    const desktop = run.installed ? undefined : await findDesktop();
    if (desktop) await runInDesktop(desktop, run, place);
    else await runInServer(run, place);
    return JSON.parse(await readFile(resultFile, "utf8"));
  } finally {
    await folder.remove();
  }
}

async function runInServer(run: HostRun, { state, workspace, resultFile, env }: HostPlace): Promise<void> {
  const server = await startTestServer({
    state,
    extensions: run.installed ?? [],
    env,
    smokeTestDriver: true,
    builtIns: builtInsForTests,
    settings: unseen,
  });
  try {
    const browser = await launchChromium();
    try {
      const context = await browser.newContext({ reducedMotion: "reduce", viewport: { width: 640, height: 480 } });
      const page = await (await withMintKey(context)).newPage();
      page.setDefaultTimeout(patience);
      const payload = [
        ["extensionDevelopmentPath", remote(server.origin, run.extension)],
        ["extensionTestsPath", remote(server.origin, run.suite)],
      ];
      const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
      await page.goto(`${server.origin}/?${query}`);
      await waitForFile(resultFile, server.logFile);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

function remote(origin: string, path: string): string {
  return `vscode-remote://${new URL(origin).host}${path}`;
}

/** It only ends what hangs: each test has its own limit, and on a slow machine all of them together take long. */
async function waitForFile(file: string, logFile: string): Promise<void> {
  for (let waited = 0; !existsSync(file); waited += 100) {
    if (waited > 3_600_000) {
      const log = (await readFile(logFile, "utf8")).slice(-4_000);
      throw new Error(`No result came from the extension host within an hour. The server's log ends so:\n${log}`);
    }
    await delay(100);
  }
}
