import { expect, test } from "vitest";
import type { Run, RunEvent } from "#api/schemas.ts";
import { ExportedWatch, type LoadExportedRun } from "#runs/exports/exportedWatch.ts";
import type { WatchChange } from "#runs/live/watchTypes.ts";
import { RunPresenter } from "#workbench/panel/vscode/runPresenter.ts";

const started_at = "2026-11-24T19:48:00Z";
const run: Run = { id: "8c2c8e2e-1", status: "started", started_at, input: { title: "Late refund" } };
const call = { id: "c", tool: { name: "pay" } };
const events: RunEvent[] = [
  { type: "agent.tool_call.started", sequence: 2, timestamp: "2026-11-24T19:48:01Z", data: call },
  { type: "run.started", sequence: 1, timestamp: started_at, data: { id: run.id } },
];
const head = { exportedAt: "2026-11-24T19:48:46Z", app: { name: "Support Triage", host: "triage.example" } };
const load: LoadExportedRun = async () => ({ head, exported: { run, events } });
const removed = { name: "A removed connection", production: false, exists: false, trusted: true };

test("a run from a file is there at once, in the order of its events, and never changes", async () => {
  const { watch, changes } = open(load);
  expect(watch.state).toEqual({ kind: "connecting" });
  await settled();
  expect(changes.map(({ kind }) => kind)).toEqual(["events", "run", "state"]);
  expect([...watch.log].map(({ sequence }) => sequence)).toEqual([1, 2]);
  expect(watch.state).toEqual({ kind: "ended" });
  const presenter = new RunPresenter(watch, () => removed);
  const whole = presenter.whole();
  if ("type" in whole) throw new Error(`It shows ${whole.type}.`);
  const { header, live } = whole.state;
  const connectionName = "Exported from Support Triage";
  expect(header).toMatchObject({ connectionName, canCancel: false, asOf: head.exportedAt });
  const asItWas: unknown = expect.stringMatching(/^This is an export from .+ at \d\d:\d\d:46\. It is/);
  expect(live).toEqual({ kind: "exported", text: asItWas });
  expect(presenter.updateConnection()).toMatchObject({ state: { header } });
  const call = whole.story.find(({ kind }) => kind === "tool");
  expect(call).toMatchObject({ state: "running", still: true });
  expect(header.statusWord).toBe("Running when exported");
  expect([presenter.title, presenter.tabTitle]).toEqual(["Late refund", "Late refund (exported)"]);
  expect(call).not.toHaveProperty("startedAt");
});

test("the bytes of its files aren't kept: they are read from the file again", async () => {
  const data = { preview: { content: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ", size: 33, name: "a.png" } };
  const withFile: RunEvent = { type: "vendor.preview", sequence: 3, timestamp: "2026-11-24T19:48:02Z", data };
  const { watch } = open(async () => ({ head, exported: { run, events: [...events, withFile] } }));
  await settled();
  expect(watch.log.get(3)?.data).toEqual({
    preview: { ...data.preview, content: "[left out: PNG image, 1 × 1, 33 bytes, SHA-256 4ffd8bb3]" },
  });
  expect(await watch.whole?.(3)).toEqual(withFile);
  expect(await watch.whole?.(4)).toBeUndefined();
});

function open(loadRun: LoadExportedRun): { watch: ExportedWatch; changes: WatchChange[] } {
  const watch = new ExportedWatch(run.id, loadRun);
  const changes: WatchChange[] = [];
  watch.onDidChange((change) => changes.push(change));
  return { watch, changes };
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
