import { readFileSync, writeFileSync } from "node:fs";
import * as vscode from "vscode";

/** What the probe keeps in its file. */
export interface FillingFacts {
  /** How often the filling was begun and ended. */
  turns: number;
  /** In bytes: the memory of the extension host before its index was filled for the first time, and the most since then. */
  before: number;
  most: number;
}

/**
 * An extension beside ours: fills the local index of the active connection with the runs of its app, and ends that
 * again. The file that is named by `DYNAMIQ_RUNS_FILLING` gets what it took, whenever the filling has begun or ended.
 */
export function activate(context: vscode.ExtensionContext): void {
  const file = process.env["DYNAMIQ_RUNS_FILLING"];
  if (!file) throw new Error("DYNAMIQ_RUNS_FILLING must name the file for the figures.");
  const facts: FillingFacts = { turns: 0, before: 0, most: 0 };
  const timer = setInterval(() => {
    if (facts.turns > 0) facts.most = Math.max(facts.most, memory());
  }, 50);
  const turn = async (command: string): Promise<void> => {
    if (facts.turns === 0) facts.before = facts.most = memory();
    await vscode.commands.executeCommand(command);
    facts.turns++;
    writeFileSync(file, JSON.stringify(facts));
  };
  context.subscriptions.push(
    { dispose: () => clearInterval(timer) },
    vscode.commands.registerCommand("fillingProbe.fill", () => turn("dynamiqRuns.readMoreRuns")),
    vscode.commands.registerCommand("fillingProbe.stop", () => turn("dynamiqRuns.stopReading")),
  );
}

/** Of the whole process with all of its threads, as the system counts it. */
function memory(): number {
  if (process.platform !== "linux") return process.memoryUsage.rss();
  // Without the pages of files, which other processes share.
  return Number(/RssAnon:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1_024;
}
