import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { extensionFolder, temporaryFolder } from "../paths.ts";
import { withWorkbench, type Workbench } from "../vscode/workbench.ts";
import { desktopOptions, lookDark } from "./desktopLook.ts";
import { Film } from "./film.ts";
import { answerOf, type Limit, programOf, question, turnsOf } from "./filmedAgent.ts";
import type { Frame } from "./webpEncoder.ts";

/** As wide as a README is on the web. */
const size = { width: 880, height: 560 };
const fakeWorker = join(extensionFolder, "test/support/localApps/fakeWorker.mjs");
/** How many events of a run a picture of it has more than the one before. */
const paceOfStory = { events: 3, lasts: 220 };

/** From the lens over an agent to its second run, after an edit of its code. It needs neither Python nor the SDK. */
export async function filmLocalApp(): Promise<readonly Frame[]> {
  const folder = await temporaryFolder();
  const workspace = join(folder.path, "support-agent");
  await mkdir(workspace);
  const python = join(folder.path, "python");
  await writeFile(python, `#!/bin/sh\nexec "${process.execPath}" "${fakeWorker}"\n`);
  await chmod(python, 0o755);
  const files = { "support.py": programOf(50), "app.json": appOf(50) };
  const settings = { ...desktopOptions.settings, "dynamiqRuns.python": python };
  let frames: readonly Frame[] = [];
  await withWorkbench("film", { ...desktopOptions, size, workspace, files, settings }, async (workbench) => {
    await openProgram(workbench);
    frames = await film(workbench);
  });
  await folder.remove();
  return frames;
}

/** What the fake worker does in a run, at the pace of a person who watches. */
function appOf(limit: Limit): string {
  const steps = turnsOf(limit).flat();
  return JSON.stringify({
    steps: steps.map((told) => ({ ...told, after: 150 })),
    output: { content: answerOf(limit) },
  });
}

/** Opens the code as on the second day: that it may run was asked on the first. */
async function openProgram(workbench: Workbench): Promise<void> {
  await lookDark(workbench);
  await workbench.runCommand("Dynamiq: Serve Workflow…");
  await workbench.answerDialog("Serve support.py:agent?", "Serve");
  await workbench.openView("Explorer");
  await (await workbench.explorer.reveal("support.py")).dblclick();
  await lens(workbench, "Stop").click();
  await lens(workbench, "Serve").waitFor();
  await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
}

async function film(workbench: Workbench): Promise<readonly Frame[]> {
  const { page, workspace } = workbench;
  const panel = workbench.panel();
  const film = await Film.start(workbench);
  // Where the pointer covers nothing of a story.
  const away = page.locator(".part.statusbar");
  const isOver = panel.locator('html[data-run-status="completed"]');

  await film.take(1_000);
  await film.click(lens(workbench, "Run…"), 900);
  await workbench.quickInput.waitForTitle("Run support.py");
  await film.take(700);
  await page.keyboard.insertText(question);
  await film.take(1_200);
  await page.keyboard.press("Enter");
  await film.point(away);
  await film.stream(isOver, paceOfStory);
  await panel.getByText("A manager has to approve").first().waitFor();
  await film.take(2_500);

  await film.click(workbench.tab("support.py"), 500);
  await page.locator(".view-line", { hasText: "LIMIT = 50" }).first().click();
  await page.keyboard.press("End");
  await film.take(900);
  await page.keyboard.type("0");
  await film.take(1_000);
  await page.keyboard.press("ControlOrMeta+S");
  await writeFile(join(workspace, "app.json"), appOf(500));
  await film.take(700);
  await film.click(workbench.tab(question.slice(0, 12)), 400);
  await film.click(panel.getByRole("button", { name: "Run Again", exact: true }), 700);
  await isOver.waitFor({ state: "detached" });
  await film.point(away);
  await film.stream(isOver, paceOfStory);
  await panel.getByText("goes back to your card").first().waitFor();
  await film.take(4_000);
  await film.end();
  return film.frames;
}

function lens({ page }: Workbench, name: string) {
  return page.locator(".codelens-decoration a", { hasText: name });
}
