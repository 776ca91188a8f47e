import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import type { LocalAppServer } from "#features/localApps/core/localAppServer.ts";
import { eventually } from "../../../../support/eventually.ts";
import { clientOf, fakeWorker, servedFolder } from "../../../../support/localApps/localApp.ts";
import { hasScripts, writeOldPython } from "../../../../support/localApps/oldPython.ts";

const wait = { mode: "wait" } as const;
const background = { mode: "background" } as const;
const approval = {
  id: "6f9d1c3a-6b54-4f0e-8d3c-7a1b2c3d4e5f",
  prompt: "Pay 620 USD?",
  params: { amount: 620 },
  editable_params: ["amount"],
};

async function eventsOf(server: LocalAppServer, id: string): Promise<RunEvent[]> {
  return (await clientOf(server).listEvents(id, { page_size: 200 })).data;
}

test("a run is started, streams, and completes with what the code returns", async () => {
  const served = await servedFolder({ steps: [{ event: { n: 1 } }, { event: { n: 2 }, extra: true }], output: "Done" });
  const server = await served.serve();
  const run = await clientOf(server).createRun({ input: { a: 1 }, user_id: "u" }, wait);
  expect(run).toMatchObject({ status: "completed", output: "Done", input: { a: 1 }, user_id: "u", error: null });
  const events = await eventsOf(server, run.id);
  expect(events.map(({ type, sequence }) => [sequence, type])).toEqual([
    [1, "run.started"],
    [2, "run.data"],
    [3, "run.data"],
    [4, "run.completed"],
  ]);
  // What a deployed app would not send is marked.
  expect(events.map(({ data }) => (data as { extra?: true }).extra)).toEqual([undefined, undefined, true, undefined]);
});

test("no streamed piece is lost or doubled", async () => {
  const pieces = 20_000;
  const served = await servedFolder({});
  const client = clientOf(await served.serve());
  const seen: number[] = [];
  for await (const batch of client.createRunStreaming({ input: { steps: [{ pieces }] } }))
    seen.push(...batch.map(({ sequence }) => sequence));
  expect(seen).toEqual(Array.from({ length: pieces + 2 }, (_, n) => n + 1));
});

test("an approval waits in the list, takes edited values, and the code gets them", async () => {
  const served = await servedFolder({ steps: [{ ask: approval }] });
  const server = await served.serve();
  const client = clientOf(server);
  const { id } = await client.createRun({ input: {} }, background);
  await eventually(async () => expect((await client.getRun(id)).status).toBe("awaiting_input"));
  expect((await client.getRun(id)).input_requests).toMatchObject([{ ...approval, type: "approval_request" }]);
  const answer = { type: "approval", request_id: approval.id, approved: true } as const;
  await expect(client.answerInputRequest(id, { ...answer, params: { amount: "much" } })).rejects.toThrow("Bad Request");
  await client.answerInputRequest(id, { ...answer, params: { amount: 0 } });
  await eventually(async () => expect((await client.getRun(id)).status).toBe("completed"));
  expect((await client.getRun(id)).output).toMatchObject({ told: [{ approved: true, params: { amount: 0 } }] });
});

test("what an agent only tells doesn't wait for an answer", async () => {
  const told = { ...approval, action: "info" };
  const served = await servedFolder({ steps: [{ event: {} }], output: 1 });
  const server = await served.serve();
  const steps = [{ ask: { ...told }, type: "agent.human_feedback.requested" }];
  const client = clientOf(server);
  const { id } = await client.createRun({ input: { steps } }, background);
  await eventually(async () => expect((await eventsOf(server, id)).length).toBeGreaterThan(1));
  expect((await client.getRun(id)).status).toBe("started");
  await client.cancelRun(id);
  await eventually(async () => expect((await client.getRun(id)).status).toBe("canceled"));
});

test("code that asks nobody and listens is canceled; code that blocks loses its process", async () => {
  const served = await servedFolder({});
  const client = clientOf(await served.serve());
  const listening = await client.createRun({ input: { waits: true } }, background);
  const blocking = await client.createRun({ input: { steps: [{ event: {} }, { block: true }] } }, background);
  for (const { id } of [listening, blocking]) {
    await eventually(async () => expect((await client.getRun(id)).status).toBe("started"));
    await client.cancelRun(id);
    await eventually(async () => expect((await client.getRun(id)).status).toBe("canceled"));
  }
  expect((await client.getRun(blocking.id)).error).toMatchObject({ type: "ProcessEnded" });
  expect((await client.createRun({ input: {} }, wait)).status).toBe("completed");
});

test("a run that waits for its turn is canceled at once", async () => {
  const served = await servedFolder({});
  const client = clientOf(await served.serve({ debugged: { command: () => [process.execPath, fakeWorker] } }));
  const first = await client.createRun({ input: { waits: true } }, background);
  await eventually(async () => expect((await client.getRun(first.id)).status).toBe("started"));
  const second = await client.createRun({ input: {} }, background);
  expect((await client.getRun(second.id)).status).toBe("created");
  await client.cancelRun(second.id);
  await eventually(async () => expect((await client.getRun(second.id)).status).toBe("canceled"));
  await client.cancelRun(first.id);
});

test.each([
  ["a crash", { exit: 3 }, "ended with code 3"],
  ["a signal", { signal: "SIGSEGV" }, "ended with SIGSEGV"],
])("%s fails that run alone, with what it printed last", async (_, step, message) => {
  const served = await servedFolder({});
  const server = await served.serve();
  const client = clientOf(server);
  const run = await client.createRun({ input: { steps: [{ print: "about to go" }, step] } }, wait);
  expect(run).toMatchObject({ status: "failed", error: { type: "ProcessEnded" } });
  const error = run.error as { message: string; traceback: string };
  expect(error.message).toContain(message);
  await eventually(() => expect(served.log).toContain("about to go"));
  expect((await client.createRun({ input: {} }, wait)).status).toBe("completed");
});

test("each of fifty runs whose process dies has a named outcome", async () => {
  const served = await servedFolder({});
  const client = clientOf(await served.serve());
  const runs = await Promise.all(
    Array.from({ length: 50 }, () => client.createRun({ input: { steps: [{ exit: 9 }] } }, wait)),
  );
  expect(new Set(runs.map(({ id }) => id)).size).toBe(50);
  for (const { error } of runs) expect(error).toMatchObject({ type: "ProcessEnded" });
});

test("saving is enough: the next run has the new code, and a running one ends with the old", async () => {
  const served = await servedFolder({ steps: [{ ask: approval }] });
  const client = clientOf(await served.serve());
  const old = await client.createRun({ input: {} }, background);
  await eventually(async () => expect((await client.getRun(old.id)).status).toBe("awaiting_input"));
  await served.save({ steps: [] });
  const next = await client.createRun({ input: {} }, wait);
  expect(next.output).toMatchObject({ version: "vv" });
  await client.answerInputRequest(old.id, { type: "approval", request_id: approval.id, approved: true });
  await eventually(async () => expect((await client.getRun(old.id)).status).toBe("completed"));
  expect((await client.getRun(old.id)).output).toMatchObject({ version: "v" });
});

test("code that can't be loaded is told before a run, fails each run with its line, and is well again once it is mended", async () => {
  const served = await servedFolder({ load: "error" });
  const server = await served.serve();
  await eventually(() => expect(server.state.state).toBe("broken"));
  expect(server.state.error).toMatchObject({ line: 3, type: "KeyError" });
  const client = clientOf(server);
  const run = await client.createRun({ input: {} }, wait);
  expect(run.status).toBe("failed");
  // The fields for an editor would be shown beside the message and the traceback, which say the same.
  const message = "app.json:3: KeyError: 'CRM_KEY'";
  expect(run.error).toEqual({ type: "KeyError", message, traceback: "Traceback …" });
  await served.save({});
  await eventually(() => expect(server.state.state).toBe("ready"));
  expect((await client.createRun({ input: {} }, wait)).status).toBe("completed");
});

test("asked to load the code, it says nothing of the code before a save", async () => {
  const served = await servedFolder({ load: "error" });
  const server = await served.serve();
  await eventually(() => expect(server.state.state).toBe("broken"));
  await served.save({});
  await server.load();
  expect(server.state.state).toBe("loading");
  // Another one asks while a worker is loading it.
  await server.load();
  expect(server.state.state).toBe("loading");
  await eventually(() => expect(server.state.state).toBe("ready"));
  await server.load();
  expect(server.state.state).toBe("ready");
});

test("code that ends its process while it is loaded, and a program that isn't there, are named", async () => {
  const served = await servedFolder({ load: "exit" });
  const client = clientOf(await served.serve());
  const ended = await client.createRun({ input: {} }, wait);
  expect(ended).toMatchObject({ status: "failed", error: { type: "ProcessEnded" } });
  expect((ended.error as { message: string }).message).toContain("code 7");
  const missing = clientOf(await served.serve({ python: join(served.folder, "no-python") }));
  const never = await missing.createRun({ input: {} }, wait);
  expect((never.error as { message: string }).message).toContain("ENOENT");
});

test.skipIf(!hasScripts)(
  "a Python that can't even read the worker is named, with its version and the one it needs",
  async () => {
    const served = await servedFolder({});
    const python = await writeOldPython(served.folder);
    const server = await served.serve({ python });
    const error = {
      type: "UnsupportedPython",
      message: `${python} is Python 3.7.16, and Dynamiq needs Python 3.10 or newer`,
    };
    await eventually(() => expect(server.state).toMatchObject({ state: "broken", error }));
    const run = await clientOf(server).createRun({ input: {} }, wait);
    expect(run).toMatchObject({ status: "failed", error });
    expect(served.log).toContain("SyntaxError: invalid syntax");
  },
);

test.each([{ load: "error" }, {}])("a worker on an older Python than it needs serves nothing: %j", async (app) => {
  const served = await servedFolder({ ...app, python: "3.9.18" });
  const server = await served.serve();
  const message = `${process.execPath} is Python 3.9.18, and Dynamiq needs Python 3.10 or newer`;
  const run = await clientOf(server).createRun({ input: {} }, wait);
  expect(run).toMatchObject({ status: "failed", error: { type: "UnsupportedPython", message } });
  expect(server.state).toMatchObject({ state: "broken", error: { message }, python: "3.9.18" });
});

test("files reach the code with their names", async () => {
  const served = await servedFolder({});
  const server = await served.serve();
  const form = new FormData();
  form.set("input", "{}");
  form.append("files", new File(["a,b"], "table.csv", { type: "text/csv" }));
  const headers = { authorization: `Bearer ${server.accessKey}` };
  const response = await fetch(`${server.url}/v1/runs`, { method: "POST", body: form, headers });
  const { data } = (await response.json()) as { data: { output: unknown } };
  expect(data.output).toMatchObject({ files: [{ name: "table.csv", type: "text/csv", text: "a,b" }] });
});

test("a conversation goes on in the process that it began in", async () => {
  const served = await servedFolder({});
  const client = clientOf(await served.serve());
  const turn = (session_id?: string) => client.createRun({ input: {}, user_id: "u", session_id }, wait);
  const session = "0b7f6c52-3a1e-4c55-9a57-2d1f6a3e9b10";
  const [first] = await Promise.all([turn(session), turn(), turn()]);
  const { process: before } = first.output as { process: number };
  for (let n = 0; n < 3; n++) expect((await turn(session)).output).toMatchObject({ process: before });
});

test("runs, events, traces and logs are there after a restart, and one that was going on has failed", async () => {
  const served = await servedFolder({ steps: [{ print: "hello" }, { event: { n: 1 } }] });
  const before = await served.serve();
  const done = await clientOf(before).createRun({ input: {} }, wait);
  const going = await clientOf(before).createRun({ input: { waits: true } }, background);
  await eventually(async () => expect((await clientOf(before).getRun(going.id)).status).toBe("started"));
  const events = await eventsOf(before, done.id);
  await before.close();
  const after = await served.serve({ accessKey: before.accessKey });
  const client = clientOf(after);
  expect((await client.listRuns({})).data.map(({ id, status }) => [id, status])).toEqual([
    [going.id, "failed"],
    [done.id, "completed"],
  ]);
  expect((await client.getRun(going.id)).error).toMatchObject({ type: "ServerEnded" });
  expect(await eventsOf(after, done.id)).toEqual(events);
  expect((await eventsOf(after, going.id)).at(-1)?.type).toBe("run.failed");
  const read = async (path: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${after.accessKey}` };
    return (await fetch(after.url + path, { headers })).json();
  };
  expect(await read(`/v1/runs/${done.id}/trace`)).toEqual({ runs: [{ id: "t1", type: "node", name: "Agent" }] });
  expect(await read(`/v1/runs/${done.id}/log`)).toEqual({ data: ["hello"] });
});

test("of a run that prints a lot, the newest lines are kept", async () => {
  const served = await servedFolder({});
  const before = await served.serve();
  const steps = Array.from({ length: 2_500 }, (_, n) => ({ print: `line ${n}` }));
  const { id } = await clientOf(before).createRun({ input: { steps } }, wait);
  await eventually(() => expect(served.log).toHaveLength(steps.length));
  await before.close();
  const kept = (await readFile(join(served.folder, "kept/runs", id, "log.txt"), "utf8")).trimEnd().split("\n");
  expect(kept).toHaveLength(1_000);
  expect(kept.at(-1)).toBe("line 2499");
});

test("a file that is saved while a worker loads it is in the next run", async () => {
  const served = await servedFolder({ gate: "go" });
  const client = clientOf(await served.serve());
  await eventually(() => expect(served.log).toContain("has read"));
  await served.save({});
  const creating = client.createRun({ input: {} }, wait);
  await writeFile(join(served.folder, "go"), "");
  expect((await creating).output).toMatchObject({ version: "vv" });
});

test("a helper that is saved while the code is loaded for the first time is in the next run", async () => {
  const served = await servedFolder({ gate: "go", helper: "helper.txt" }, { "helper.txt": "old" });
  const client = clientOf(await served.serve());
  await eventually(() => expect(served.log).toContain("has read"));
  await writeFile(join(served.folder, "helper.txt"), "new");
  const creating = client.createRun({ input: {} }, wait);
  await writeFile(join(served.folder, "go"), "");
  expect((await creating).output).toMatchObject({ helper: "new" });
});

test("each of two saves while the code is loaded is in the next run", async () => {
  const served = await servedFolder({ gate: "go" });
  const client = clientOf(await served.serve());
  const reads = (): number => served.log.filter((line) => line === "has read").length;
  await eventually(() => expect(reads()).toBe(1));
  await served.save({ gate: "second" });
  await writeFile(join(served.folder, "go"), "");
  await eventually(() => expect(reads()).toBe(2));
  await served.save({});
  const creating = client.createRun({ input: {} }, wait);
  await writeFile(join(served.folder, "second"), "");
  expect((await creating).output).toMatchObject({ version: "vvv" });
});

test("a helper that is imported in a run, and saved before its end, is in the next run", async () => {
  const steps = [{ event: {} }];
  const served = await servedFolder({ imports: "helper.txt" }, { "helper.txt": "old" });
  const server = await served.serve();
  const client = clientOf(server);
  const { id } = await client.createRun({ input: { steps, waits: true } }, background);
  await eventually(async () => expect((await eventsOf(server, id)).length).toBeGreaterThan(1));
  await writeFile(join(served.folder, "helper.txt"), "new");
  await client.cancelRun(id);
  await eventually(async () => expect((await client.getRun(id)).status).toBe("canceled"));
  expect((await client.createRun({ input: {} }, wait)).output).toMatchObject({ helper: "new" });
});

test("code that lacks a file is loaded again once the file is there", async () => {
  const served = await servedFolder({ missing: "helper.txt" });
  const server = await served.serve();
  await eventually(() => expect(server.state.state).toBe("broken"));
  await writeFile(join(served.folder, "helper.txt"), "there");
  expect((await clientOf(server).createRun({ input: {} }, wait)).status).toBe("completed");
});

test("code that changes its own file whenever it is loaded still runs", async () => {
  const served = await servedFolder({ rewrites: true });
  const client = clientOf(await served.serve());
  expect((await client.createRun({ input: {} }, wait)).status).toBe("completed");
});

test("only the newest thousand runs are kept, also while the server goes on", async () => {
  const served = await servedFolder({});
  const before = await served.serve();
  const done = await clientOf(before).createRun({ input: {} }, wait);
  await before.close();
  const runs = join(served.folder, "kept/runs");
  const { facts, ...rest } = JSON.parse(await readFile(join(runs, done.id, "run.json"), "utf8"));
  for (let n = 1; n < 1_000; n++) {
    const id = `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
    await mkdir(join(runs, id));
    const older = { ...facts, id, createdAt: facts.createdAt - n };
    await writeFile(join(runs, id, "run.json"), JSON.stringify({ ...rest, facts: older }));
  }
  const server = await served.serve();
  const oldest = "00000000-0000-4000-8000-000000000999";
  expect((await clientOf(server).getRun(oldest)).status).toBe("completed");
  const newest = await clientOf(server).createRun({ input: {} }, wait);
  await expect(clientOf(server).getRun(oldest)).rejects.toThrow();
  await server.close();
  const kept = await readdir(runs);
  expect(kept).toHaveLength(1_000);
  expect(kept).toEqual(expect.arrayContaining([done.id, newest.id]));
  expect(kept).not.toContain(oldest);
});

test("a run that goes on in another process is left to it", async () => {
  const served = await servedFolder({});
  const before = await served.serve();
  const done = await clientOf(before).createRun({ input: {} }, wait);
  await before.close();
  const file = join(served.folder, "kept/runs", done.id, "run.json");
  const { endedAt: _, ...stored } = JSON.parse(await readFile(file, "utf8"));
  // The process of this test's parent stands for another window's.
  const going = JSON.stringify({ ...stored, status: "started", process: process.ppid });
  await writeFile(file, going);
  const after = await served.serve();
  expect((await clientOf(after).listRuns({})).data).toEqual([]);
  await after.close();
  expect(await readFile(file, "utf8")).toBe(going);
});

test("a web page, another host and another key are refused", async () => {
  const served = await servedFolder({});
  const { url, accessKey } = await served.serve();
  const status = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${url}/v1/local`, { headers })).status;
  const authorization = `Bearer ${accessKey}`;
  expect(await status({ authorization })).toBe(200);
  expect(await status({ authorization, origin: "https://evil.example" })).toBe(403);
  expect(await status({ authorization: `Bearer ${accessKey.slice(0, -1)}x` })).toBe(401);
  expect(await status({})).toBe(401);
});

test("a full disk is told once for a run, which goes on", async () => {
  const served = await servedFolder({ steps: [{ event: { n: 1 } }, { event: { n: 2 } }] });
  // A file where the folder of runs would be stands for a disk that takes nothing.
  const server = await served.serve();
  const { rm } = await import("node:fs/promises");
  await rm(join(served.folder, "kept/runs"), { recursive: true });
  await writeFile(join(served.folder, "kept/runs"), "");
  const run = await clientOf(server).createRun({ input: {} }, wait);
  expect(run.status).toBe("completed");
  await eventually(() => expect(served.problems).toHaveLength(1));
  expect(served.problems[0]?.message).toContain("can't be saved");
});

test("nothing is left when the server ends", async () => {
  const served = await servedFolder({});
  const server = await served.serve();
  const { output } = await clientOf(server).createRun({ input: {} }, wait);
  const { process: pid } = output as { process: number };
  await server.close();
  await eventually(() => expect(() => process.kill(pid, 0)).toThrow("ESRCH"));
  expect((await readdir(join(served.folder, "kept"))).toSorted()).toEqual(["runs"]);
});
