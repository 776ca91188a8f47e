import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { AppElsewhere } from "#features/localApps/core/appElsewhere.ts";
import { eventually } from "../../../../support/eventually.ts";
import { clientOf, servedFolder } from "../../../../support/localApps/localApp.ts";

const wait = { mode: "wait" } as const;
const background = { mode: "background" } as const;
/** A conversation returns to its process. */
const session = { user_id: "u", session_id: "0b7f6c52-3a1e-4c55-9a57-2d1f6a3e9b10" };
const serveProcess = resolve("test/support/localApps/serveProcess.ts");

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A server in a process of its own, as in a window that is about to crash. */
async function serveApart(folder: string) {
  const child = spawn(process.execPath, [serveProcess, folder], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = await once(createInterface(child.stdout), "line");
  const place = JSON.parse(String(line)) as { url: string; accessKey: string };
  const end = async (): Promise<void> => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return { place, client: clientOf(place), end };
}

test("each of fifty runs whose process is killed in the middle has a named outcome, and none is lost or doubled", async () => {
  const served = await servedFolder({ steps: [{ event: { n: 1 } }, { signal: "SIGKILL" }] });
  const client = clientOf(await served.serve());
  const runs = await Promise.all(Array.from({ length: 50 }, () => client.createRun({ input: {} }, wait)));
  for (const { error } of runs)
    expect(error).toMatchObject({
      type: "ProcessEnded",
      message: "The Python process ended with SIGKILL during the run.",
    });
  const { data } = await client.listRuns({ page_size: 100 });
  expect(data.map(({ id }) => id).toSorted()).toEqual(runs.map(({ id }) => id).toSorted());
  const { data: events } = await client.listEvents(runs[0]?.id ?? "", { page_size: 100 });
  expect(events.map(({ type }) => type)).toEqual(["run.started", "run.data", "run.failed"]);
});

test("a killed server leaves no process, and its runs have a named outcome in the next one", async () => {
  const served = await servedFolder({});
  const crashing = await serveApart(served.folder);
  const done = await crashing.client.createRun({ input: { steps: [{ event: { n: 1 } }] } }, wait);
  const going = await crashing.client.createRun({ input: { steps: [{ event: { n: 1 } }], waits: true } }, background);
  const told = async () => (await crashing.client.listEvents(going.id, { page_size: 10 })).data;
  await eventually(async () => expect(await told()).toHaveLength(2));
  const form = new FormData();
  form.set("input", "{}");
  form.append("files", new File(["secret"], "letter.txt"));
  const headers = { authorization: `Bearer ${crashing.place.accessKey}` };
  await fetch(`${crashing.place.url}/v1/runs`, { method: "POST", body: form, headers });
  const { process: worker } = done.output as { process: number };
  await crashing.end();
  await eventually(() => expect(isRunning(worker)).toBe(false));

  const client = clientOf(await served.serve());
  const status = async (id: string) => (await client.getRun(id)).status;
  expect([await status(done.id), await status(going.id)]).toEqual(["completed", "failed"]);
  expect((await client.getRun(going.id)).error).toMatchObject({ type: "ServerEnded" });
  // The uploads of a server that couldn't tidy up go, too.
  await eventually(async () => expect(await readdir(join(served.folder, "kept"))).toEqual(["runs"]));
});

test("a server that starts leaves the files of one that goes on", async () => {
  const served = await servedFolder({});
  await mkdir(join(served.folder, "kept", `files-${process.ppid}`), { recursive: true });
  const other = join(served.folder, "kept", "notes.txt");
  await writeFile(other, "of a person");
  const server = await served.serve();
  await server.close();
  expect((await readdir(join(served.folder, "kept"))).toSorted()).toEqual([
    `files-${process.ppid}`,
    "notes.txt",
    "runs",
  ]);
});

test("a port that is taken is an error that names it, and no process stays", async () => {
  const served = await servedFolder({});
  const { url } = await served.serve();
  const port = Number(new URL(url).port);
  await expect(served.serve({ port })).rejects.toMatchObject({ code: "EADDRINUSE", port });
});

test("a second window uses the app of the first, and knows when that ends", async () => {
  const served = await servedFolder({ load: "error" });
  const server = await served.serve();
  await eventually(() => expect(server.state.state).toBe("broken"));
  expect(await AppElsewhere.find(server, "other.json")).toBeUndefined();
  expect(await AppElsewhere.find({ ...server, accessKey: "dynamiq_acc_wrong" }, "app.json")).toBeUndefined();
  const elsewhere = await AppElsewhere.find({ url: server.url, accessKey: server.accessKey }, "app.json");
  onTestFinished(() => elsewhere?.dispose());
  expect(elsewhere?.state).toMatchObject({ state: "broken", error: { line: 3 } });
  await served.save({});
  await eventually(() => expect(elsewhere?.state.state).toBe("ready"));
  const ended = new Promise<void>((done) => void elsewhere?.onDidEnd(done));
  await server.close();
  await ended;
});

test("a run that stands at a breakpoint is canceled, and its process goes", async () => {
  const served = await servedFolder({});
  const client = clientOf(await served.serve());
  const { output } = await client.createRun({ input: {}, ...session }, wait);
  const { process: pid } = output as { process: number };
  const input = { steps: [{ event: { n: 1 } }], waits: true };
  const { id } = await client.createRun({ input, ...session }, background);
  await eventually(async () => expect((await client.listEvents(id, { page_size: 10 })).data).toHaveLength(2));
  process.kill(pid, "SIGSTOP");
  await client.cancelRun(id);
  await eventually(async () => expect((await client.getRun(id)).status).toBe("canceled"));
  expect((await client.getRun(id)).error).toMatchObject({ type: "ProcessEnded" });
  expect(isRunning(pid)).toBe(false);
  expect((await client.createRun({ input: {} }, wait)).status).toBe("completed");
});

test("a process that stands still, as at a breakpoint, keeps its run, and the others go on", async () => {
  const served = await servedFolder({});
  const client = clientOf(await served.serve());
  const pid = ((await client.createRun({ input: {}, ...session }, wait)).output as { process: number }).process;
  process.kill(pid, "SIGSTOP");
  onTestFinished(() => void (isRunning(pid) && process.kill(pid, "SIGCONT")));
  const stopped = await client.createRun({ input: { steps: [{ event: { n: 1 } }] }, ...session }, background);
  await eventually(async () => expect((await client.getRun(stopped.id)).status).toBe("started"));
  const others = await Promise.all([1, 2, 3, 4, 5, 6].map(() => client.createRun({ input: {} }, wait)));
  expect(new Set(others.map(({ status }) => status))).toEqual(new Set(["completed"]));
  await served.save({ steps: [] });
  expect((await client.createRun({ input: {} }, wait)).output).toMatchObject({ version: "vv" });
  expect((await client.getRun(stopped.id)).status).toBe("started");
  process.kill(pid, "SIGCONT");
  await eventually(async () => expect((await client.getRun(stopped.id)).status).toBe("completed"));
  expect((await client.getRun(stopped.id)).output).toMatchObject({ process: pid, version: "v" });
});
