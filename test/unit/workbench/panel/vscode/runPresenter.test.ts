import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { RunWatcher } from "#runs/live/runWatcher.ts";
import { RunPresenter } from "#workbench/panel/vscode/runPresenter.ts";
import { failure, fakeApi, FakeStream, pageOf } from "../../../../support/fakeApi.ts";
import { localPresenter } from "../../../../support/localRuns/localSnapshot.ts";
import { TraceBuilder } from "../../../../support/localRuns/traceBuilder.ts";

const run: Run = { id: "8c2c8e2e-1", status: "started" };

const support = { name: "Support", production: false, exists: true, trusted: true };

function present(getRun: () => Promise<Run>) {
  const connection = { ...support };
  const stream = new FakeStream();
  const api = fakeApi({ getRun, streamRun: (_, options = {}) => stream.follow(options.signal) });
  const watcher = new RunWatcher({ api: async () => api, onRun: () => undefined });
  const watch = watcher.watch(run.id);
  return { connection, stream, watch, presenter: new RunPresenter(watch, () => connection) };
}

test("a connection's new name and mark appear in the header, and the rest stays", async () => {
  const { connection, watch, presenter } = present(async () => run);
  await expect.poll(() => watch.run).toEqual(run);
  presenter.whole();
  Object.assign(connection, { name: "Support Triage", production: true });
  expect(presenter.updateConnection()).toEqual({
    totals: expect.objectContaining({ eventCount: 0, lastSequence: 0 }),
    state: { header: expect.objectContaining({ connectionName: "Support Triage", production: true }), banner: "" },
  });
  watch.dispose();
});

test("changes are noted without being drawn while nobody sees them, and are there afterwards", async () => {
  const { stream, watch, presenter } = present(async () => run);
  await expect.poll(() => watch.run).toEqual(run);
  presenter.whole();
  watch.onDidChange((change) => presenter.note(change));
  stream.push({ type: "vendor.step.failed", sequence: 1, data: {} });
  stream.push({ type: "run.data", sequence: 4, data: {} });
  await expect.poll(() => watch.log.count).toBe(2);
  const whole = presenter.whole();
  if ("type" in whole) throw new Error(whole.type);
  expect(whole.totals.counts).toMatchObject({ data: 1, other: 1, failed: 1 });
  expect([whole.story.length, whole.rows.length, whole.marks.length]).toEqual([2, 2, 1]);
  watch.dispose();
});

test("the end of a workflow shows at once why its run, which had ended before, has no output", async () => {
  const data = { "node-crm": { status: "skip", output: null, error: { message: "Dependency node-1: failed" } } };
  const source = { id: "wf", name: "Workflow", type: "dynamiq.workflows.Workflow" };
  const stored = [{ type: "run.data", sequence: 1, data: { wf_run_id: "1", source, data } }];
  let answer = (): void => undefined;
  const asked = new Promise<void>((resolve) => (answer = resolve));
  const api = fakeApi({
    getRun: async () => ({ ...run, status: "completed", output: null }),
    listEvents: async () => asked.then(() => pageOf(stored, 1, 200)),
  });
  const watch = new RunWatcher({ api: async () => api, onRun: () => undefined }).watch(run.id);
  const presenter = new RunPresenter(watch, () => support);
  await expect.poll(() => watch.run?.status).toBe("completed");
  expect(presenter.whole()).toMatchObject({ state: { ending: { reason: "", nodes: [] } } });
  const updates: unknown[] = [];
  watch.onDidChange((change) => change.kind === "events" && updates.push(presenter.update(change)));
  answer();
  await expect.poll(() => updates).toHaveLength(1);
  const nodes = [{ name: "node-crm", status: "skip", reason: "Skipped because node-1 failed" }];
  expect(updates[0]).toMatchObject({ state: { ending: { nodes } } });
  watch.dispose();
});

test("a failed node without a name has the one that the story knows: in the header, the story and below Output", async () => {
  const node = "1fbf2c8e-2f0a-4f4e-9f4f-6e1a52f0a001";
  const error = { message: "m", failed_nodes: [{ id: node, name: null, error_message: "401 from the CRM" }] };
  const said = "Update CRM: 401 from the CRM";
  const stored = [
    { type: "vendor.step", sequence: 1, source: { id: node, name: "Update CRM" }, data: {} },
    { type: "run.failed", sequence: 2, data: { error } },
  ];
  const api = fakeApi({
    getRun: async () => ({ ...run, status: "failed", error }),
    listEvents: async () => pageOf(stored, 1, 200),
  });
  const watch = new RunWatcher({ api: async () => api, onRun: () => undefined }).watch(run.id);
  const presenter = new RunPresenter(watch, () => support);
  await expect.poll(() => watch.state.kind).toBe("ended");
  const whole = presenter.whole();
  if ("type" in whole) throw new Error(whole.type);
  expect(whole.state.header.sentence).toEqual([{ text: said }]);
  expect(whole.state.ending?.nodes).toMatchObject([{ name: "Update CRM", reason: "401 from the CRM" }]);
  expect(whole.story.at(-1)).toMatchObject({
    kind: "failed",
    reason: said,
    node: "Update CRM",
    facts: [{ name: "Node", value: "Update CRM", title: node }],
  });
  watch.dispose();
});

test("the reason for a missing output has dots in place of the secrets of a local run", () => {
  const trace = new TraceBuilder();
  const error = { message: "401 for Bearer sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD" };
  trace.tool(trace.workflow({ status: "failed", error }), "http", { status: "failed", error });
  const whole = localPresenter(trace.runs).whole();
  expect(whole).toMatchObject({ state: { ending: { reason: "401 for Bearer •••" } } });
});

test("a page in place of the run is drawn again with the connection's name", async () => {
  const { connection, watch, presenter } = present(async () => {
    throw failure("forbidden");
  });
  await expect.poll(() => watch.state.kind).toBe("failed");
  connection.name = "Support Triage";
  expect(presenter.updateConnection()).toBe("reopen");
  expect(JSON.stringify(presenter.whole())).toMatch(/problem/);
  watch.dispose();
});
