import { describe, expect, test } from "vitest";
import type { Run, RunEvent } from "#api/schemas.ts";
import { abilities } from "#model/abilities.ts";
import { localConnectionId } from "#runs/labels/localRun.ts";
import { RunStory } from "#runs/story/runStory.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { headerSentence } from "#workbench/panel/vscode/headerSentence.ts";
import { headerView, type PanelConnection } from "#workbench/panel/vscode/headerView.ts";

const support = { name: "Support", production: false, exists: true, trusted: true };
const connection: PanelConnection = support;
const start = "2026-06-10T09:15:21.000Z";

test.each<[string, Partial<PanelConnection>, string | undefined, object]>([
  ["an exported run", {}, start, { canCancel: false, canRunAgain: false, connected: false }],
  ["a run that an agent started", { header: { byAgent: true } }, undefined, { byAgent: true, canCancel: true }],
  ["a removed connection", { exists: false }, undefined, { canCancel: false, canRunAgain: false, connected: false }],
  ["an untrusted workspace", { trusted: false }, undefined, { canCancel: true, canRunAgain: false, connected: true }],
])("the header of %s has its facts, and no action that can't work", (_, part, asOf, expected) => {
  const run: Run = { id: "1", status: "started" };
  expect(headerView(run, { ...connection, ...part }, [], asOf)).toMatchObject(expected);
});

test("it offers nothing that its connection can't do, and nothing else is missing", () => {
  const of = (lacks: PanelConnection["lacks"], part: Partial<Run> = {}) => {
    const sessionActs = [{ id: "open", name: "Open", icon: "comment" } as const];
    const run: Run = { id: "1", status: "started", ...part };
    const view = headerView(run, { ...connection, lacks, header: { sessionActs } }, []);
    return [view.canCancel, view.canRunAgain, view.sessionActs?.length];
  };
  expect(of([])).toEqual([true, true, 1]);
  expect(of(["cancel"])).toEqual([false, true, 1]);
  expect(of(["start"])).toEqual([true, false, 1]);
  expect(of(["converse"])).toEqual([true, true, undefined]);
});

test("it offers what features do with a run of an app, and with its session", () => {
  const acts = [{ id: "keep", name: "Keep", icon: "export" } as const];
  const sessionActs = [{ id: "open", name: "Open", icon: "comment" } as const];
  const actsOf = (part: Partial<PanelConnection>, asOf?: string): unknown => {
    const run = { id: "1", status: "started", session_id: "s" };
    const view = headerView(run, { ...connection, header: { acts, sessionActs }, ...part }, [], asOf);
    return [view.acts, view.sessionActs];
  };
  const local = { lacks: ["converse" as const] };
  expect(actsOf({})).toEqual([acts, sessionActs]);
  expect(actsOf(local)).toEqual([acts, undefined]);
  const unreachable = [actsOf({ exists: false }), actsOf({}, start)];
  expect(unreachable.flat()).toEqual(Array(4).fill(undefined));
});

test("its menu names the run, also in a file, and a removed connection has none", () => {
  const menuOf = (part: Partial<PanelConnection>): unknown =>
    JSON.parse(headerView({ id: "1", status: "started" }, { ...connection, ...part }, []).menu ?? "null");
  const runRef = { connectionId: "c1", runId: "1" };
  const file = "file:///runs.json";
  expect(menuOf({ runRef })).toMatchObject({ webviewSection: "dynamiqRun", viewItem: "run active", ...runRef });
  expect(menuOf({ exists: false, runRef: { ...runRef, file } })).toMatchObject({ viewItem: "run exported", file });
  expect(menuOf({ exists: false, runRef })).toBeNull();
});

describe("a run is local by its connection", () => {
  const trace = {
    title: "Who is Ann?",
    nodes: 6,
    model_calls: 3,
    prompt_tokens: 360,
    completion_tokens: 90,
    total_tokens: 450,
    cost_usd: 0.000108,
    unpriced: [],
    blocked_calls: 0,
  };
  const run: Run = { id: "1", status: "started", trace };
  const of = (connectionId: string, file?: string, lacks?: PanelConnection["lacks"]) =>
    headerView(run, { ...connection, lacks, runRef: { connectionId, runId: "1", file } }, [], file && start);

  test("which can't cancel it or run it again, and is still there", () => {
    const expected = { local: true, canCancel: false, canRunAgain: false, connected: true };
    expect(of(localConnectionId("1"), undefined, abilities)).toMatchObject({ ...expected, trace: "trace of 6 nodes" });
  });

  test("and not by what an app says of itself", () => {
    const { local, canCancel, canRunAgain, trace: words, usage } = of("c1");
    expect([local, canCancel, canRunAgain, words, usage]).toEqual([undefined, true, true, undefined, undefined]);
  });

  test("or by its trace in an export, which has no connection", () => {
    expect(of("", "file:///runs.json")).toMatchObject({ local: true, trace: "trace of 6 nodes" });
  });

  test("and like a local app's, its code is on this machine", () => {
    const here = (part: Partial<PanelConnection>) => headerView(run, { ...connection, ...part }, []).here;
    expect(here({ runRef: { connectionId: localConnectionId("1"), runId: "1" } })).toBe(true);
    expect(here({ isLocalApp: true })).toBe(true);
    expect(here({})).toBeUndefined();
  });

  test("and says when it was heard last, until it has ended or comes from a file", () => {
    const runRef = { connectionId: localConnectionId("1"), runId: "1" };
    const heardAt = (status: string, asOf?: string) =>
      headerView({ ...run, status, trace: { ...trace, heard_at: start } }, { ...connection, runRef }, [], asOf).heardAt;
    expect(heardAt("started")).toBe(Date.parse(start));
    expect([heardAt("failed"), heardAt("started", start)]).toEqual([undefined, undefined]);
  });
});

const call = (part: "started" | "completed"): [string, unknown] => {
  const data = { id: "c1", tool: { name: "issue_refund" }, input: {}, iteration: 2 };
  return [`agent.tool_call.${part}`, part === "completed" ? { ...data, result: "ok" } : data];
};

const calledAndFailed: [string, unknown][] = [call("started"), call("completed"), ["run.failed", {}]];

test.each<[string, Partial<Run>, [string, unknown][], string]>([
  ["created", {}, [], "waiting for a worker, «09:15:21»"],
  ["canceled", { unreadable: { problem: "input: expected object" } }, [], "can't be read (input: expected object)"],
  ["started", {}, [call("started")], "Iteration 2: `issue_refund` for «09:15:21»"],
  ["started", {}, [call("started"), call("completed")], "Iteration 2"],
  [
    "failed",
    { error: { code: "timeout" }, ended_at: "2026-06-10T09:15:51Z" },
    [call("started"), ["run.failed", {}]],
    "`timeout` in iteration 2, after 30 s in `issue_refund`",
  ],
  [
    // The app may send whole seconds.
    "failed",
    { error: { code: "timeout" }, ended_at: "2026-06-10T09:15:21Z" },
    [["run.started", {}], call("started"), ["run.failed", {}]],
    "`timeout` in iteration 2, in `issue_refund`",
  ],
  [
    "failed",
    { error: { type: "Flow", message: "m", failed_nodes: [{ name: "Update CRM", error_message: "401" }] } },
    calledAndFailed,
    "Update CRM: 401",
  ],
  ["canceled", {}, [call("started"), ["run.canceled", {}]], "in iteration 2"],
  [
    "awaiting_input",
    { input_requests: [{ id: "q" }] },
    [["approval_request.created", { id: "q", prompt: "?" }]],
    "1 input request, for «09:15:21»",
  ],
  [
    "awaiting_input",
    { input_requests: [{ id: "q" }, { id: "r" }] },
    [
      ["approval_request.created", { id: "q", prompt: "?" }],
      ["agent.human_feedback.requested", { id: "r", prompt: "?" }],
    ],
    "2 input requests, the oldest waiting for «09:15:21»",
  ],
  ["paused", {}, [["run.paused", { checkpoint_id: "ckpt_1" }]], "since HH:MM, checkpoint `ckpt_1`"],
  ["paused", { resume_at: "2026-06-10T09:20:00" }, [["run.paused", {}]], "until 10 Jun HH:MM, since HH:MM"],
  ["paused", {}, [["run.paused", { delay: { resume_at: "2026-06-10T09:20:00Z" } }]], "until 10 Jun HH:MM, since HH:MM"],
])("%s %j shows the newest important fact", (status, part, told, expected) => {
  const sentence = headerSentence({ id: "1", status, started_at: start, ...part }, storyOf(told));
  const text = sentence.map(
    ({ text: words, code, since }) => (code ? `\`${words}\`` : words) + (since ? `«${since.slice(11, 19)}»` : ""),
  );
  expect(text.join("").replace(/(since|Jun) \d\d:\d\d(?!:)/g, "$1 HH:MM")).toBe(expected);
});

function storyOf(told: [type: string, data: unknown][]) {
  const events = told.map(([type, data], i): RunEvent => {
    return { type, data, sequence: i + 1, timestamp: new Date(Date.parse(start) + i * 1000).toISOString() };
  });
  const runStory = new RunStory();
  runStory.apply(events);
  const timeOf = ({ sequence }: { sequence: number }) => events[sequence - 1]?.timestamp ?? undefined;
  return { steps: runStory.steps, timeOf };
}

test("the sentence of a blocked run says who blocked it and where, and that of another one how many calls were", () => {
  const blocked = { by: "refund policy", point: "before_tool", outcome: "answer" };
  const call = { id: "3", sequence: 3, kind: "tool", name: "pay", input: {}, result: undefined, progress: "" } as const;
  const sentenceOf = (content: string, ...steps: StoryStep[]) => {
    const run = { id: "1", status: "completed", output: { content } };
    const pieces = headerSentence(run, { steps, timeOf: () => undefined });
    return pieces.map(({ text, code }) => (code ? `\`${text}\`` : text)).join("");
  };
  expect(sentenceOf("No.", { ...call, state: "blocked", blocked, reason: "No." })).toBe(
    "by `refund policy`, at the call `pay`: No.",
  );
  const input = { ...blocked, point: "on_input" };
  expect(sentenceOf("No.", { id: "2", sequence: 2, kind: "blocked", blocked: input, reason: "No." })).toBe(
    "by `refund policy`, before the first model call: No.",
  );
  const told = { ...call, blocked: { ...blocked, outcome: "observation" } };
  expect(sentenceOf("Ask.", { ...told, state: "blocked" }, { ...told, id: "4", state: "declined" })).toBe(
    "1 call blocked · 1 call declined · Ask.",
  );
  const [link] = headerSentence(
    { id: "1", status: "completed" },
    {
      steps: [
        { ...call, state: "finished" },
        { ...told, id: "4", sequence: 7, state: "blocked" },
      ],
      timeOf: () => undefined,
    },
  );
  expect(link?.step?.sequence).toBe(7);
});

test("a header has the run's values, and no more", () => {
  expect(headerView({ id: "8c2c8e2e-1", status: "migrating" }, connection, [])).toEqual({
    id: "8c2c8e2e-1",
    title: "Run 8c2c8e2e",
    status: "migrating",
    statusWord: "migrating",
    sentence: [],
    connectionName: "Support",
    production: false,
    canCancel: true,
    canRunAgain: true,
    connected: true,
  });
  const run: Run = {
    id: "1",
    status: "canceled",
    user_id: "u",
    session_id: "s",
    started_at: start,
    ended_at: "2026-06-10T09:16:21Z",
  };
  expect(headerView(run, { ...connection, production: true }, [{ text: "in iteration 2" }])).toMatchObject({
    production: true,
    sentence: [{ text: "in iteration 2" }],
    userId: "u",
    sessionId: "s",
    startedAt: run.started_at,
    endedAt: run.ended_at,
    canCancel: false,
    canRunAgain: true,
  });
});
