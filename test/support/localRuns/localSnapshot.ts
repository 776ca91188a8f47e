import type { Run, RunEvent } from "#api/schemas.ts";
import { rootsOf, type TraceRun } from "#features/localRuns/core/trace.ts";
import { toEvents } from "#features/localRuns/core/traceEvents.ts";
import { toRun } from "#features/localRuns/core/traceRun.ts";
import { abilities } from "#model/abilities.ts";
import { localConnectionId } from "#runs/labels/localRun.ts";
import { EventsAndStory } from "#runs/live/eventLog.ts";
import type { RunWatch } from "#runs/live/runWatcher.ts";
import type { HostMessage } from "#workbench/panel/page/messages.ts";
import type { PanelConnection } from "#workbench/panel/vscode/headerView.ts";
import { RunPresenter } from "#workbench/panel/vscode/runPresenter.ts";

const localRuns: PanelConnection = {
  name: "Local Runs",
  production: false,
  exists: true,
  trusted: true,
  lacks: abilities,
  runRef: { connectionId: localConnectionId("1"), runId: "1" },
  header: { acts: [{ id: "export", name: "Export Runs…", icon: "export" }] },
};

/** The first run of a trace, as it is followed once it has ended. */
export function localWatch(runs: readonly TraceRun[]): RunWatch {
  const root = rootsOf(runs)[0]!;
  return endedWatch(toRun(root, runs), toEvents(root, runs));
}

/** A run that has ended, as it is followed. */
export function endedWatch(run: Run, events: readonly RunEvent[]): RunWatch {
  const held = new EventsAndStory({ limit: Infinity, weight: Infinity });
  held.takeRun(run);
  held.add(events);
  return {
    run,
    runId: run.id,
    state: { kind: "ended" as const },
    log: held.log,
    runStory: held.runStory,
    onDidChange: () => ({ dispose: () => undefined }),
    retry: () => undefined,
    dispose: () => undefined,
  };
}

/** A presenter of the first run of a trace, as the panel has it. */
export function localPresenter(runs: readonly TraceRun[], connection: Partial<PanelConnection> = {}): RunPresenter {
  return presenterOf(localWatch(runs), connection);
}

export function presenterOf(watch: RunWatch, connection: Partial<PanelConnection> = {}): RunPresenter {
  return new RunPresenter(watch, () => ({ ...localRuns, ...connection }));
}

/** What the panel is sent of it. */
export function localSnapshot(presenter: RunPresenter): Extract<HostMessage, { type: "snapshot" }> {
  const whole = presenter.whole();
  if ("type" in whole) throw new Error(whole.type);
  const { rest: _, ...snapshot } = whole;
  return { type: "snapshot", ...snapshot };
}
