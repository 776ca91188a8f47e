import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { RunsClient } from "#api/client.ts";
import { type LocalAppOptions, type LocalAppServer, serveLocalApp } from "#features/localApps/core/localAppServer.ts";

export const fakeWorker = join(import.meta.dirname, "fakeWorker.mjs");

/** A folder with an app for the fake worker. */
export interface ServedFolder {
  folder: string;
  /** Saves the app's code. */
  save(app: object): Promise<void>;
  /** Serves it, as VS Code and the command line do. It ends with the test. */
  serve(options?: Partial<LocalAppOptions>): Promise<LocalAppServer>;
  problems: Error[];
  log: string[];
}

/** @param others its other files, by their names */
export async function servedFolder(app: object, others: Readonly<Record<string, string>> = {}): Promise<ServedFolder> {
  const folder = await mkdtemp(join(tmpdir(), "local-app-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const problems: Error[] = [];
  const log: string[] = [];
  let version = 0;
  // A version of another length has another size, so two saves within a tick of the file system's clock differ.
  const save = (next: object): Promise<void> =>
    writeFile(join(folder, "app.json"), JSON.stringify({ version: "v".repeat(++version), ...next }));
  await save(app);
  for (const [name, text] of Object.entries(others)) await writeFile(join(folder, name), text);
  return {
    folder,
    problems,
    log,
    save,
    async serve(options = {}) {
      const server = await serveLocalApp({
        target: "app.json",
        python: process.execPath,
        workerFile: fakeWorker,
        cwd: folder,
        env: process.env,
        folder: join(folder, "kept"),
        onLog: (line) => log.push(line),
        onProblem: (error) => problems.push(error),
        ...options,
      });
      onTestFinished(() => server.close());
      return server;
    },
  };
}

/** The client that the product uses. */
export function clientOf({ url, accessKey }: Pick<LocalAppServer, "url" | "accessKey">): RunsClient {
  const client = new RunsClient({ baseUrl: url, accessKey, userAgent: "test" });
  onTestFinished(() => client.close());
  return client;
}
