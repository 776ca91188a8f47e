import * as vscode from "vscode";
import { errorLine } from "./errors/errorLine.ts";

/**
 * The log. It never holds a key, a header, a body, an id, or a text of an app or a person, which an error's message can
 * quote. Calls of agents have the names of their arguments, unknown events their kinds.
 */
export interface Log {
  /** @param doing the action that failed, in our own words */
  error(error: unknown, doing?: string): void;
  info(message: string): void;
  debug(message: string): void;
  show(): void;
}

/** The output channel *Dynamiq Runs*, created with its first line: that is a large part of an activation. */
export function createLog(subscriptions: vscode.Disposable[]): Log {
  let made: vscode.LogOutputChannel | undefined;
  let isOver = false;
  subscriptions.push({ dispose: () => void (isOver = true) });
  const write = (use: (channel: vscode.LogOutputChannel) => void): void => {
    // A disposed channel throws, and a late line must not cause a failure.
    if (isOver) return;
    if (!made) subscriptions.push((made = vscode.window.createOutputChannel("Dynamiq Runs", { log: true })));
    use(made);
  };
  return {
    error: (error, doing) => write((channel) => channel.error([doing ?? [], errorLine(error)].flat().join(": "))),
    info: (message) => write((channel) => channel.info(message)),
    debug: (message) => write((channel) => channel.debug(message)),
    show: () => write((channel) => channel.show()),
  };
}
