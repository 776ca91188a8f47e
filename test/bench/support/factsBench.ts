import type * as vscode from "vscode";
import type { Run } from "../../../src/api/schemas.ts";
import type { InsightsHostMessage, InsightsPanelMessage } from "../../../src/protocol/insights/insightsMessages.ts";
import type { ToolStep } from "../../../src/runs/story/storySteps.ts";
import { seededFailures } from "../../support/failures/seededRuns.ts";
import { makeRun } from "../servers/runsServer.ts";

const tools = ["find_order", "issue_refund", "draft_refund", "read_ledger", "send_mail", "update_crm", "search_web"];
const minute = 60_000;

/** Runs of the last weeks, the newest first, two minutes apart. Some of them failed, for twelve causes. */
export function factsRuns({ count, failed, now }: { count: number; failed: number; now: number }): Run[] {
  const errors = seededFailures(failed);
  const each = Math.floor(count / failed);
  return Array.from({ length: count }, (_, index): Run => {
    const error = index % each === 0 ? errors[index / each]?.error : undefined;
    const run = makeRun(index, error ? "failed" : "completed", now - (index + 1) * 2 * minute);
    if (!error) return run;
    const { type, message, place } = error;
    const details = place === undefined ? {} : { details: { node: place } };
    return { ...run, output: null, error: { code: type, message, ...details } };
  });
}

/** What an agent with a few tools does: so many calls, one of which may fail. */
export function callsOf(number: number, count = 6): ToolStep[] {
  return Array.from({ length: count }, (_, call): ToolStep => {
    const name = tools[(number + call * 3) % tools.length]!;
    const duration = 100 + ((number * 7_919 + call * 104_729) % 9_000);
    const state = (number + call) % 50 === 0 ? "failed" : "finished";
    return {
      ...{ kind: "tool", id: `call-${call}`, sequence: call + 1, iteration: 1 },
      ...{ name, state, duration, input: { order: number }, result: "done", progress: "" },
    };
  });
}

/** A webview that keeps the size of each message, as VS Code sends it. */
export class FakePanel {
  readonly panel: vscode.WebviewPanel;
  #receive: (message: InsightsPanelMessage) => void = () => undefined;
  #onView: (size: number) => void = () => undefined;

  constructor() {
    const nothing = { dispose: () => undefined };
    const webview = {
      html: "",
      onDidReceiveMessage: (listener: (message: InsightsPanelMessage) => void) => {
        this.#receive = listener;
        return nothing;
      },
      postMessage: (message: InsightsHostMessage) => {
        const size = JSON.stringify(message).length;
        if (message.type === "problem") throw new Error(message.message);
        this.#onView(size);
        return Promise.resolve(true);
      },
    };
    const parts = { webview, visible: true, onDidDispose: () => nothing, onDidChangeViewState: () => nothing };
    this.panel = parts as unknown as vscode.WebviewPanel;
  }

  /** Sends a message as the page does. @returns the size of the view that follows, in characters */
  ask(message: InsightsPanelMessage): Promise<number> {
    const shown = this.next();
    this.#receive(message);
    return shown;
  }

  /** The size of the next view. */
  next(): Promise<number> {
    return new Promise((resolve) => (this.#onView = resolve));
  }
}
