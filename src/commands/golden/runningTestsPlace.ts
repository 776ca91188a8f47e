import type * as vscode from "vscode";
import { runningTestsKey } from "../../host/ids.ts";
import type { RunningTestsPlace } from "../../runs/golden/runningTests.ts";

/** Stores the golden tests in progress in the workspace's state, where the next window finds them. */
export function runningTestsPlace(window: vscode.Memento): RunningTestsPlace {
  return {
    read: () => window.get(runningTestsKey),
    write: (tests) => window.update(runningTestsKey, tests),
  };
}
