import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { cacheFolder } from "../../harness/paths.ts";
import { run } from "../../harness/processes.ts";
import { npm } from "../../harness/vscode/installServer.ts";

const version = "7.57.0";

/** How the `openai` package reads a stream of events: without checks of what they hold. */
export type ReadWithOpenai = (response: Response) => AsyncIterable<unknown>;

/** Loads the decoder of the `openai` package, installed once into the cache folder: nothing but a bench needs it. */
export async function loadOpenaiDecoder(): Promise<ReadWithOpenai> {
  const home = join(cacheFolder(), `openai-${version}`);
  if (!existsSync(home)) await install(home);
  const path = join(home, "node_modules/openai/core/streaming.mjs");
  const { Stream } = (await import(pathToFileURL(path).href)) as {
    Stream: { fromSSEResponse(response: Response, controller: AbortController): AsyncIterable<unknown> };
  };
  return (response) => Stream.fromSSEResponse(response, new AbortController());
}

async function install(home: string): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  const draft = await mkdtemp(`${home}-`);
  try {
    await writeFile(join(draft, "package.json"), JSON.stringify({ private: true }));
    await run(npm(draft, "install", "--ignore-scripts", "--no-audit", "--no-fund", `openai@${version}`));
    await rename(draft, home);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
