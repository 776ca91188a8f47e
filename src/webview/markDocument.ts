import type { PanelState } from "./state/panelState.ts";

/**
 * Writes the attributes that other scripts use onto the root element. They are updated with every message, drawn or
 * not.
 */
export function markDocument(root: HTMLElement, state: PanelState): void {
  set(root, "runId", state.runId);
  set(root, "runStatus", state.run?.header.status);
  set(root, "lastSequence", state.run && String(state.totals.lastSequence));
  set(root, "eventCount", state.run && String(state.totals.eventCount));
}

function set(root: HTMLElement, name: string, value: string | undefined): void {
  if (value === undefined) delete root.dataset[name];
  else if (root.dataset[name] !== value) root.dataset[name] = value;
}
