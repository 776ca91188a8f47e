#!/usr/bin/env node
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { exitCodes } from "./exitCodes.ts";
import { runCli } from "./runCli.ts";
import { showsColors } from "./shell/colors.ts";
import { Interrupts } from "./shell/interrupts.ts";
import type { Shell } from "./shell/shell.ts";

/** The extension's version; the build writes it here. */
declare const extensionVersion: string;

const interrupts = new Interrupts();
const version = extensionVersion;
let isUnwritten = false;
// npm starts the program by a link.
const dist = dirname(realpathSync(process.argv[1] ?? ""));
const tools = {
  shell: processShell(),
  interrupts,
  version,
  userAgent: `dynamiq-runs-cli/${version}`,
  workerFile: join(dist, "dynamiq_worker.py"),
  skillsFolder: join(dist, "media/skills"),
};

void runCli(process.argv.slice(2), tools).then((code) => {
  interrupts.dispose();
  process.exitCode = isUnwritten ? code || exitCodes.failed : code;
  // An abandoned run may still be followed, but nothing waits for it.
  if (interrupts.second.aborted) process.exit();
});

/** The shell that this process was started from. */
function processShell(): Shell {
  const { stdin, stdout, stderr, env } = process;
  stdout.on("error", tellUnwritten);
  // Where messages can't be written, results still can.
  stderr.on("error", () => undefined);
  return {
    environment: env,
    folder: process.cwd(),
    input: stdin,
    output: stdout,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    hasColors: showsColors(stderr, env),
    ask: stdin.isTTY && stderr.isTTY ? askOnTerminal : undefined,
  };
}

/** Tells once that output is lost. The command goes on: its run may have files to write. */
function tellUnwritten({ code = "unknown error" }: NodeJS.ErrnoException): void {
  // A program that reads our output may stop before its end, as `head` does.
  if (code === "EPIPE" || isUnwritten) return;
  isUnwritten = true;
  process.exitCode ||= exitCodes.failed;
  process.stderr.write(`The results can't be written (${code}).\n`);
}

/** The question goes to stderr: stdout is for results. */
function askOnTerminal(question: string, signal: AbortSignal): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    let isOver = false;
    const end = (answer: string | undefined): void => {
      if (isOver) return;
      isOver = true;
      // The question is left without an end of its line.
      if (answer === undefined) process.stderr.write("\n");
      resolve(answer);
      lines.close();
    };
    signal.addEventListener("abort", () => end(undefined), { once: true });
    // A terminal that is being read makes no signal of Ctrl+C.
    lines.once("SIGINT", () => process.emit("SIGINT"));
    lines.once("close", () => end(undefined));
    lines.question(question, end);
  });
}
