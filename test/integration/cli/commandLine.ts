import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { expect } from "vitest";
import { runCli } from "#cli/runCli.ts";
import { Interrupts } from "#cli/shell/interrupts.ts";
import type { Shell } from "#cli/shell/shell.ts";
import { extensionFolder, temporaryFolder } from "../../harness/paths.ts";
import { fakeWorker } from "../../support/localApps/localApp.ts";

const bundle = join(extensionFolder, "dist/cli.cjs");

/** A folder in which the command line runs. */
export interface CommandFolder extends AsyncDisposable {
  path: string;
  /** Writes a file; an object as JSON. */
  write(name: string, content: unknown): Promise<string>;
  read(name: string): Promise<string>;
  /** Starts the built `dynamiq-runs` as a process of its own, with arguments, and with these variables alone. */
  start(args: readonly string[], environment?: Record<string, string>, input?: "ignore" | "pipe"): RunningCommand;
  /** Runs it in this process, to its end. */
  run(
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
    ask?: Shell["ask"],
  ): Promise<EndedCommand>;
}

export interface EndedCommand {
  code: number | null;
  out: string;
  err: string;
}

interface RunningCommand {
  child: ChildProcess;
  /** What it has written so far. */
  readonly out: string;
  readonly err: string;
  ended: Promise<EndedCommand>;
}

export async function openCommandFolder(): Promise<CommandFolder> {
  if (!existsSync(bundle)) throw new Error("dist/cli.cjs is missing: run npm run build");
  const { path, remove } = await temporaryFolder();
  const running = new Set<ChildProcess>();
  const start: CommandFolder["start"] = (args, environment = {}, input = "ignore") => {
    const command = startCommand(path, args, environment, input);
    running.add(command.child);
    void command.ended.then(() => running.delete(command.child));
    return command;
  };
  return {
    path,
    async write(name, content) {
      const text = typeof content === "string" ? content : JSON.stringify(content);
      await writeFile(join(path, name), text);
      return name;
    },
    read: (name) => readFile(join(path, name), "utf8"),
    start,
    run: (args, environment = {}, ask) => runCommand(path, args, environment, ask),
    async [Symbol.asyncDispose]() {
      for (const child of running) child.kill("SIGKILL");
      await remove();
    },
  };
}

async function runCommand(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  ask: Shell["ask"],
): Promise<EndedCommand> {
  const told = { out: "", err: "" };
  const shell: Shell = {
    environment,
    folder,
    input: Readable.from([]),
    output: new Writable(),
    out: (text) => void (told.out += text),
    err: (text) => void (told.err += text),
    hasColors: false,
    ask,
  };
  const interrupts = new Interrupts(new EventEmitter());
  const files = { workerFile: fakeWorker, skillsFolder: join(extensionFolder, "dist/media/skills") };
  const code = await runCli(args, { shell, interrupts, version: "1.2.3", userAgent: "test", ...files });
  interrupts.dispose();
  return { code, ...told };
}

function startCommand(
  cwd: string,
  args: readonly string[],
  environment: Record<string, string>,
  input: "ignore" | "pipe",
): RunningCommand {
  const child = spawn(process.execPath, [bundle, ...args], { cwd, env: environment });
  if (input === "ignore") child.stdin.end();
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const ended = new Promise<EndedCommand>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
  });
  return {
    child,
    get out() {
      return out;
    },
    get err() {
      return err;
    },
    ended,
  };
}

/** Fails when a key stands in what a command wrote: on its streams, or in any file of its folder. */
export async function expectNoKey(key: string, { out, err }: EndedCommand, folder: CommandFolder): Promise<void> {
  expect(key.length).toBeGreaterThan(20);
  const names = await readdir(folder.path, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile());
  const written = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))));
  for (const bytes of [Buffer.from(out), Buffer.from(err), ...written]) expect(bytes.includes(key)).toBe(false);
}
