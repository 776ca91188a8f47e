import { rootsOf, type TraceRun } from "../../../src/features/localRuns/core/trace.ts";
import { toEvents } from "../../../src/features/localRuns/core/traceEvents.ts";
import { toRun } from "../../../src/features/localRuns/core/traceRun.ts";
import type { HostMessage } from "../../../src/features/panel/page/messages.ts";
import type { PanelConnection } from "../../../src/features/panel/vscode/headerView.ts";
import { RunPresenter } from "../../../src/features/panel/vscode/runPresenter.ts";
import { localConnectionId } from "../../../src/runs/labels/localRun.ts";
import { EventsAndStory } from "../../../src/runs/live/eventLog.ts";
import type { RunWatch } from "../../../src/runs/live/runWatcher.ts";

const localRuns: PanelConnection = {
  name: "Local Runs",
  production: false,
  exists: true,
  trusted: true,
  place: { connectionId: localConnectionId("1"), runId: "1" },
};

/** A presenter of the first run of a trace, as the panel has it once the run has ended. */
export function localPresenter(runs: readonly TraceRun[], connection: Partial<PanelConnection> = {}): RunPresenter {
  const root = rootsOf(runs)[0]!;
  const run = toRun(root, runs);
  const held = new EventsAndStory({ limit: Infinity, weight: Infinity });
  held.takeRun(run);
  held.add(toEvents(root, runs));
  const watch: RunWatch = {
    ...{ run, runId: run.id, state: { kind: "ended" as const }, log: held.log, runStory: held.runStory },
    onDidChange: () => ({ dispose: () => undefined }),
    retry: () => undefined,
    dispose: () => undefined,
  };
  return new RunPresenter(watch, () => ({ ...localRuns, ...connection }));
}

/** What the panel is sent of it. */
export function localSnapshot(presenter: RunPresenter): Extract<HostMessage, { type: "snapshot" }> {
  const whole = presenter.whole();
  if ("type" in whole) throw new Error(whole.type);
  const { rest: _, ...snapshot } = whole;
  return { type: "snapshot", ...snapshot };
}
