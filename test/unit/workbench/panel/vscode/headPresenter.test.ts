import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { RunWatcher } from "#runs/live/runWatcher.ts";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import { RunPresenter } from "#workbench/panel/vscode/runPresenter.ts";
import { fakeApi, FakeStream } from "../../../../support/fakeApi.ts";
import { endedWatch, localSnapshot, presenterOf } from "../../../../support/localRuns/localSnapshot.ts";

const localApp = { name: "support.py", production: false, exists: true, trusted: true, isLocalApp: true };
const runRef = { connectionId: "c", runId: "r" };
const ownPath = (file: string): string | undefined => (file.startsWith("/w/") ? file.slice(3) : undefined);

function watched(run: Run) {
  const stream = new FakeStream();
  const api = fakeApi({ getRun: async () => run, streamRun: (_, options = {}) => stream.follow(options.signal) });
  const watch = new RunWatcher({ api: async () => api, onRun: () => undefined }).watch(run.id);
  return { stream, watch, presenter: new RunPresenter(watch, () => localApp) };
}

/** An event of a model call, as a worker tells it. */
function callEvent(sequence: number, content: object) {
  const source = { id: "agent", name: "Agent", group: "agents", type: "dynamiq.nodes.agents.Agent" };
  const delta = { content, source: "Agent", step: "model_call" };
  const data = { run_id: "a", wf_run_id: "1", entity_id: "agent", source, event: "streaming", extra: true };
  return { type: "run.data", sequence, data: { ...data, data: { choices: [{ delta }] } } };
}

test("the header of a local app's run sums tokens and cost of the calls that have ended", async () => {
  const { stream, watch, presenter } = watched({ id: "8c2c8e2e-1", status: "started" });
  await expect.poll(() => watch.run).toBeDefined();
  // What an open panel has: the first header, then those that the updates bring.
  const whole = presenter.whole();
  let header: RunHeader | undefined = "type" in whole ? undefined : whole.state.header;
  watch.onDidChange((change) => {
    const update = presenter.update(change);
    if (update !== "reopen") header = update.state?.header ?? header;
  });
  const usage = () => header?.usage?.map(({ text }) => text);
  const call = (id: string) => ({ call_id: id, model: "openai/gpt", name: "LLM", loop_num: 1 });
  const used = { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150, total_tokens_cost_usd: 0.0021 };
  stream.push(callEvent(1, { ...call("1"), messages: [{ role: "user", content: "Hi" }] }));
  await expect.poll(() => watch.log.count).toBe(1);
  expect(usage()).toBeUndefined();
  stream.push(callEvent(2, { ...call("1"), status: "succeeded", output: { content: "Hello" }, usage: used }));
  await expect.poll(usage).toEqual(["150 tokens", "$0.0021"]);
  stream.push(callEvent(3, { ...call("2"), messages: [{ role: "user", content: "And?" }] }));
  stream.push(callEvent(4, { ...call("2"), status: "succeeded", output: { content: "So." }, usage: used }));
  await expect.poll(usage).toEqual(["300 tokens", "$0.0042"]);
  watch.dispose();
});

test("the header of a local app's failed run leads to the place of the failure, which it says once", () => {
  const traceback = 'Traceback …\n  File "/w/app.py", line 3, in <module>\n    key = KEYS[0]\nKeyError: 0\n';
  const error = { type: "KeyError", message: "app.py:3: KeyError: 0", traceback };
  const watch = endedWatch({ id: "r", status: "failed", error }, [
    { type: "run.failed", sequence: 1, data: { error } },
  ]);
  const sentence = localSnapshot(presenterOf(watch, { ...localApp, runRef, ownPath })).state?.header?.sentence;
  const place = { text: "app.py:3", frame: { id: "1", frame: 0 } };
  expect(sentence).toEqual([place, { text: ": " }, { text: "KeyError: 0" }]);
});

test("the header says the class of a failed node's error, too", () => {
  const traceback = 'Traceback …\n  File "/w/app.py", line 3, in f\n    key = KEYS[0]\nmy.errors.KeyError: 0\n';
  const error = { type: "Flow", message: "m", failed_nodes: [{ name: "CRM", error_message: "0" }], traceback };
  const watch = endedWatch({ id: "r", status: "failed", error }, [
    { type: "run.failed", sequence: 1, data: { error } },
  ]);
  const sentence = localSnapshot(presenterOf(watch, { ...localApp, runRef, ownPath })).state?.header?.sentence;
  expect(sentence?.map(({ text }) => text).join("")).toBe("app.py:3: CRM: KeyError: 0");
});

test("a cancel that had to end the process says so", async () => {
  const message = "The code didn't stop, so its process was ended.";
  const { watch, presenter } = watched({
    id: "8c2c8e2e-1",
    status: "canceled",
    ended_at: "2026-01-01T00:00:00Z",
    error: { type: "ProcessEnded", message },
  });
  await expect.poll(() => watch.run).toBeDefined();
  const whole = presenter.whole();
  expect("type" in whole ? whole.type : whole.state.header?.sentence).toEqual([{ text: message }]);
  watch.dispose();
});
