/** Serves the fake app of a folder in a process of its own, which a test can kill. It prints its address and its key. */
import { join } from "node:path";
import { serveLocalApp } from "#features/localApps/core/localAppServer.ts";

const [folder = ""] = process.argv.slice(2);
const print = (line: string): void => void process.stderr.write(`${line}\n`);
const { url, accessKey } = await serveLocalApp({
  target: "app.json",
  python: process.execPath,
  workerFile: join(import.meta.dirname, "fakeWorker.mjs"),
  cwd: folder,
  env: process.env,
  folder: join(folder, "kept"),
  onLog: print,
  onProblem: ({ message }) => print(message),
});
process.stdout.write(`${JSON.stringify({ url, accessKey })}\n`);
