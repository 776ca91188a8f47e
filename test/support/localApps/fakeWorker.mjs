/**
 * A worker without Python: it speaks the lines of `dynamiq_worker.py`. The file that it serves (`app.json` in the working
 * folder) stands for the developer's code: it is read once at the start, and what it says is what a run does.
 *
 * - `load`: `"error"`, `"exit"` — how loading fails
 * - `helper`: the name of a file that it imports, whose text a run returns; `imports` is one that it imports in a run
 * - `missing`: the name of a file that it can't be loaded without
 * - `gate`: the name of a file: it has read the others, and goes on once that is there
 * - `rewrites`: it changes its file each time that it is loaded
 * - `steps`: what a run does in order: `{ event }`, `{ ask }`, `{ print }`, `{ exit: code }`, `{ block: true }`, `{ garbage }`;
 *   `after` is the time before it, in milliseconds, for a person who watches
 * - `schema`: the JSON schema of its Input node
 * - `echoes`: a run returns its input
 * - `python`: the version of Python that it says it runs on
 * - `output`: what the run returns; by default what was loaded and which process ran
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

const files = {};

/** Reads a file of the developer's, as Python does once. */
function load(name) {
  const path = resolve(name);
  const text = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  files[path] ??= text === undefined ? "" : createHash("sha256").update(text).digest("hex");
  return text;
}

const file = resolve("app.json");
const app = JSON.parse(load(file));
let helper = app.helper && load(app.helper);
const about = { files, interpreter: process.execPath, python: app.python ?? "3.13.0" };
const send = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
const answers = new Map();
let canceled = () => undefined;

async function run({ id, input, files: attached }) {
  let isCanceled = false;
  const cancel = new Promise((done) => {
    canceled = () => {
      isCanceled = true;
      done();
    };
  });
  const told = [];
  if (app.imports) helper ??= load(app.imports);
  for (const step of [...(input.steps ?? app.steps ?? [])]) {
    if (isCanceled) break;
    if (step.after) await delay(step.after);
    if (step.print) process.stderr.write(`${step.print}\n`);
    if (step.garbage) process.stdout.write(`${step.garbage}\n`);
    if (step.event) send({ kind: "event", run: id, type: "run.data", data: step.event, extra: step.extra });
    for (let n = 1; n <= (step.pieces ?? 0); n++) send({ kind: "event", run: id, type: "run.data", data: { n } });
    if (step.exit !== undefined) process.exit(step.exit);
    if (step.signal) process.kill(process.pid, step.signal);
    if (step.block) for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
    if (step.ask) {
      const answer = new Promise((done) => answers.set(step.ask.id, done));
      send({ kind: "event", run: id, type: step.type ?? "approval_request.created", data: step.ask });
      told.push(await Promise.race([answer, cancel]));
    }
  }
  if (input.waits) await cancel;
  const end = isCanceled
    ? { status: "canceled" }
    : input.fails
      ? { status: "failed", error: input.fails }
      : { status: "completed" };
  const attachments = attached.map(read);
  const output = app.echoes
    ? input
    : (app.output ?? { version: app.version, process: process.pid, told, files: attachments, helper });
  const trace = [{ id: "t1", type: "node", name: "Agent" }];
  send({ kind: "end", run: id, trace, files, ...end, output: end.status === "completed" ? output : null });
}

const read = ({ path, name, mime_type: type }) => ({ name, type, text: readFileSync(path, "utf8") });

createInterface(process.stdin)
  .on("line", (line) => {
    const command = JSON.parse(line);
    if (command.kind === "run") void run(command);
    else if (command.kind === "cancel") canceled();
    else answers.get(command.request_id)?.(command.data);
  })
  .on("close", () => process.exit(0));

if (app.rewrites) {
  // Another worker that reads it meanwhile has to find it whole.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify({ ...app, version: `${process.pid}` }));
  renameSync(`${file}.${process.pid}`, file);
}
if (app.gate) process.stderr.write("has read\n");
while (app.gate && !existsSync(app.gate)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
if (app.load === "exit") process.exit(7);
if (app.load === "error" || (app.missing && load(app.missing) === undefined)) {
  const error = {
    type: "KeyError",
    message: "app.json:3: KeyError: 'CRM_KEY'",
    file,
    line: 3,
    traceback: "Traceback …",
  };
  send({ kind: "broken", error, ...about });
} else {
  const nodes = [
    { id: "agent", name: "Agent", type: "dynamiq.nodes.agents.Agent", group: "agents", file, line: 1, code: null },
  ];
  send({ kind: "ready", app: { id: "support", name: "Support", nodes, input_schema: app.schema ?? null }, ...about });
}
