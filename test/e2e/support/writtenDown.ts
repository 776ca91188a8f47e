import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Frame, Page } from "playwright-core";
import type { Workbench } from "../../harness/vscode/workbench.ts";

type ListeningWindow = Window & { dynamiqMessages?: string[] };

/** Remembers what is posted to every frame from its next loading on: to webviews, too. */
export async function rememberMessages(page: Page): Promise<void> {
  await page.context().addInitScript(() => {
    const seen: string[] = [];
    (window as ListeningWindow).dynamiqMessages = seen;
    window.addEventListener("message", ({ data }) => seen.push(JSON.stringify(data) ?? ""));
  });
}

/** The names of the files and places, among all that was written or shown so far, that hold a text. */
export async function placesWith(workbench: Workbench, text: string): Promise<{ looked: string[]; found: string[] }> {
  const { page, state } = workbench;
  const files = await readdir(state, { recursive: true, withFileTypes: true });
  const places = new Map<string, string>();
  for (const { parentPath, name } of files.filter((file) => file.isFile())) {
    const path = join(parentPath, name);
    const content = await readFile(path, "latin1").catch(whenGone);
    if (content !== undefined) places.set(relative(state, path), content);
  }
  places.set("clipboard", await page.evaluate(() => navigator.clipboard.readText()));
  places.set("browser storage", await page.evaluate(() => JSON.stringify([localStorage, sessionStorage])));
  for (const [index, frame] of page.frames().entries()) places.set(`frame ${index}`, await textOf(frame));
  return {
    looked: [...places.keys()],
    found: [...places].filter(([, held]) => held.includes(text)).map(([name]) => name),
  };
}

/** What VS Code writes for a moment may be gone, or have another name, by the time it is read. */
function whenGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

/** The lines of log files, ours and those of VS Code, that hold a text, each with its file. */
export async function logsWith({ state }: Workbench, text: string): Promise<string[]> {
  const files = await readdir(state, { recursive: true, withFileTypes: true });
  const logs = files
    .filter((file) => file.isFile() && file.name.endsWith(".log"))
    .map(({ parentPath, name }) => join(parentPath, name));
  const held = await Promise.all(logs.map((path) => readFile(path, "utf8")));
  const linesOf = (log: string): string[] => log.split("\n").filter((line) => line.includes(text));
  return logs.flatMap((path, i) => linesOf(held[i] ?? "").map((line) => `${relative(state, path)}: ${line}`));
}

/** What a frame shows, and what was posted to it. */
function textOf(frame: Frame): Promise<string> {
  return frame.evaluate(() => {
    const messages = (window as ListeningWindow).dynamiqMessages ?? [];
    // The text that was typed into a quick input stays there, invisibly, until the next one.
    const fields = [...document.querySelectorAll(":is(input, textarea):not(.quick-input-widget *)")].map(
      (field) => (field as HTMLInputElement).value,
    );
    return [document.documentElement.outerHTML, ...messages, ...fields].join("\n");
  });
}
