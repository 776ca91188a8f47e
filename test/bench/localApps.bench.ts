import { execFileSync, spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { RunsClient } from "#api/client.ts";
import { type LocalAppServer, serveLocalApp } from "#features/localApps/core/localAppServer.ts";
import { median, report } from "./figures.ts";

/** A local app beside the same code with `run` in Python: what serving it costs, in the same minutes on the same machine. */
const python = process.env["DYNAMIQ_SDK_PYTHON"];
const runs = 40;
const pieces = 100_000;
const input = { input: "How is the sky?" };
const wait = { mode: "wait" } as const;

interface Plain {
  /** From the start of the process, until the code is loaded, and until the first run is over. All in milliseconds. */
  ready: number;
  first: number;
  times: number[];
  ten: number;
  kilobytes: number;
  streamed: number;
  canceled: number[];
}

if (python === undefined) console.log("skipped: DYNAMIQ_SDK_PYTHON doesn't name a Python with dynamiq");
else if (!(await bench(python))) process.exitCode = 1;

async function bench(interpreter: string): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "local-apps-bench-"));
  const support = join(import.meta.dirname, "support");
  await cp(join(import.meta.dirname, "../support/localApps/sdk"), folder, { recursive: true });
  for (const name of ["benchedApp.py", "plainRuns.py"]) await cp(join(support, name), join(folder, name));
  try {
    const plain = await plainRuns(interpreter, folder);
    const reached = [
      ...(await benchRuns(interpreter, folder, plain)),
      await benchPieces(interpreter, folder, plain),
      await benchCancel(interpreter, folder, plain),
    ];
    return reached.every(Boolean);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The baselines. */
async function plainRuns(interpreter: string, folder: string): Promise<Plain> {
  const began = performance.now();
  const args = [join(folder, "plainRuns.py"), String(runs), String(pieces)];
  const program = spawn(interpreter, args, { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  const facts: Partial<Plain> = {};
  for await (const line of createInterface({ input: program.stdout })) {
    // The SDK's own log goes there, too.
    if (!line.startsWith("{")) continue;
    const { ready, first, ...others } = JSON.parse(line) as Record<string, unknown>;
    if (ready !== undefined) facts.ready = performance.now() - began;
    if (first !== undefined) facts.first = performance.now() - began;
    Object.assign(facts, others);
  }
  if (facts.canceled === undefined) throw new Error("plainRuns.py ended before it had told everything.");
  return facts as Plain;
}

async function benchRuns(interpreter: string, folder: string, plain: Plain): Promise<boolean[]> {
  const began = performance.now();
  const { server, client } = await served(interpreter, folder, "awaiting:workflow");
  await loaded(server);
  const ready = performance.now() - began;
  const run = async (): Promise<unknown> => (await client.createRun({ input }, wait)).output;
  await run();
  const times: number[] = [];
  for (let n = 0; n < runs; n++) times.push(await took(run));
  const [ours, theirs] = [median(times), median(plain.times)];
  // The first ten start the other workers, which have loaded the code by the last ten.
  const tens: number[] = [];
  for (let n = 0; n < 8; n++) tens.push(await took(() => Promise.all(Array.from({ length: 10 }, run))));
  const [cold = 0, warm] = [tens[0], Math.min(...tens)];
  const memory = workersMemory();
  const edited = await took(() => runEdited(folder, run));
  await server.close();
  await client.close();
  return [
    ratio("ready", ready, plain.ready, "Python that imports the same", { atMost: 1.6 }),
    ratio("a run", ours, theirs, "wf.run", { atMost: 5 }),
    report({ name: "local app: what a run takes longer", value: ours - theirs, unit: "ms", target: { atMost: 40 } }),
    ratio("ten runs at once, workers cold", cold, plain.ten, "ten times wf.run", undefined),
    ratio("ten runs at once, workers warm", warm, plain.ten, "ten times wf.run", { atMost: 5 }),
    ratio(
      "a worker's memory",
      memory / 1024,
      plain.kilobytes / 1024,
      "Python that ran the same",
      { atMost: 1.5 },
      "MB",
    ),
    ratio("edit to the end of the next run", edited, plain.first, "Python that runs once", { atMost: 3 }),
  ];
}

/** Saves another answer. The next run has it. */
async function runEdited(folder: string, run: () => Promise<unknown>): Promise<void> {
  const file = join(folder, "awaiting.py");
  await writeFile(file, (await readFile(file, "utf8")).replace(": clear", ": cloudy"));
  const output = JSON.stringify(await run());
  if (!output.includes("cloudy")) throw new Error(`The run after an edit had the old code: ${output}.`);
}

async function benchPieces(interpreter: string, folder: string, plain: Plain): Promise<boolean> {
  const { server, client } = await served(interpreter, folder, "benchedApp:streams");
  await loaded(server);
  const seen = new Set<number>();
  let last = 0;
  const streamed = await took(async () => {
    for await (const batch of client.createRunStreaming({ input: { pieces } }))
      for (const { sequence, data } of batch) {
        if (sequence !== ++last) throw new Error(`After event ${last - 1} came ${sequence}.`);
        const number = (data as { data?: { number?: number } }).data?.number;
        if (number !== undefined) seen.add(number);
      }
  });
  await server.close();
  await client.close();
  if (seen.size !== pieces) throw new Error(`Of ${pieces} pieces, ${pieces - seen.size} were lost.`);
  return ratio(`${pieces} streamed pieces, none lost`, streamed, plain.streamed, "a queue in Python", { atMost: 8 });
}

async function benchCancel(interpreter: string, folder: string, plain: Plain): Promise<boolean> {
  const { server, client } = await served(interpreter, folder, "benchedApp:waits");
  await loaded(server);
  const times: number[] = [];
  for (let n = 0; n < 5; n++) {
    let began = 0;
    for await (const batch of client.createRunStreaming({ input: {} }))
      for (const { type, data } of batch) {
        if (type !== "run.data" || began > 0) continue;
        began = performance.now();
        await client.cancelRun((data as { wf_run_id: string }).wf_run_id);
      }
    times.push(performance.now() - began);
  }
  await server.close();
  await client.close();
  return ratio("cancel to the end", median(times), median(plain.canceled), "the SDK's token", undefined);
}

async function served(
  interpreter: string,
  folder: string,
  target: string,
): Promise<{ server: LocalAppServer; client: RunsClient }> {
  const server = await serveLocalApp({
    target,
    python: interpreter,
    cwd: folder,
    env: process.env,
    folder: join(folder, "kept", target.slice(-5)),
    workerFile: resolve("src/features/localApps/worker/dynamiq_worker.py"),
    onLog: () => undefined,
    onProblem: (error) => {
      throw error;
    },
  });
  const { url: baseUrl, accessKey } = server;
  return { server, client: new RunsClient({ baseUrl, accessKey, userAgent: "bench" }) };
}

async function loaded(server: LocalAppServer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const look = (): void => {
      if (server.state.state === "ready") resolve();
      if (server.state.state === "broken") reject(new Error(JSON.stringify(server.state)));
    };
    server.onDidChange(look);
    look();
  });
}

async function took(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

/** In kilobytes: of one of the workers, which are the only processes of this one. */
function workersMemory(): number {
  const lines = execFileSync("ps", ["-A", "-o", "ppid=,rss=,comm="], { encoding: "utf8" }).split("\n");
  const ours = lines.map((line) => line.trim().split(/\s+/)).filter(([parent]) => Number(parent) === process.pid);
  return median(ours.filter(([, , name]) => name?.includes("python")).map(([, size]) => Number(size)));
}

function ratio(
  name: string,
  value: number,
  baseline: number,
  of: string,
  target: { atMost: number } | undefined,
  unit = "ms",
): boolean {
  const figure = { name: `local app: ${name}`, value, unit, ratio: value / baseline, baseline: of };
  return report(target ? { ...figure, target } : figure);
}
