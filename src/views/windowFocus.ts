import * as vscode from "vscode";
import type { Attention } from "../runs/live/attention.ts";

/** The window counts as watched while it has the focus. */
export const windowFocus: Attention = {
  get isThere() {
    return vscode.window.state.focused;
  },
  onDidChange: (...subscriber) => vscode.window.onDidChangeWindowState(...subscriber),
};
