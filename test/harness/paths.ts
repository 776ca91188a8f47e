import { mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The extension's own folder: the top of the repository. */
export const extensionFolder = resolve(import.meta.dirname, "../..");

/** The folder that VS Code opens in tests and with `npm start`, always as a copy. */
export const sampleWorkspace = join(extensionFolder, "test/workspace");

/** Where what is costly to install stays between runs. */
export function cacheFolder(): string {
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "dynamiq-runs");
}

/** An empty folder of its own; `remove` takes it and everything in it away. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "dynamiq-runs-"));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}
