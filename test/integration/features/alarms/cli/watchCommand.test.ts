import { EventEmitter } from "node:events";
import { Readable, Writable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exitCodes } from "#cli/exitCodes.ts";
import { Interrupts } from "#cli/shell/interrupts.ts";
import { watchCommand } from "#features/alarms/cli/watchCommand.ts";
import { Cover } from "#runs/values/cover.ts";
import { commandsIn, logCommands } from "../../../../support/logCommands.ts";
import { json, serve, type TestServer } from "../../../api/servers.ts";
import { openCommandFolder } from "../../../cli/commandLine.ts";

const start = Date.parse("2026-12-01T10:00:00Z");
const runs: object[] = [];
let isDown = false;
let app: TestServer;
beforeEach(async () => {
  runs.length = 0;
  isDown = false;
  app = await serve((_, response) => {
    if (isDown) return json(response, 403, { detail: "Not today" });
    const pagination = { page: 1, page_size: 100, page_count: 1, total_count: runs.length };
    json(response, 200, { data: runs, pagination });
  });
});
afterEach(() => app[Symbol.asyncDispose]());

/** Watches for some minutes, which pass when the command waits. */
async function watch(failOn: readonly string[], onWait: () => void, length = "2m") {
  let [now, out, err] = [start, "", ""];
  const shell = {
    environment: { DYNAMIQ_APP_URL: app.url },
    folder: "/",
    input: Readable.from([]),
    output: new Writable(),
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
    hasColors: false,
  };
  const interrupts = new Interrupts(new EventEmitter());
  const tools = {
    shell,
    interrupts,
    version: "1",
    userAgent: "test",
    workerFile: "",
    skillsFolder: "",
    cover: new Cover([]),
  };
  const command = { kind: "watch", app: undefined, failOn, query: undefined, for: length } as const;
  const wait = async (milliseconds: number): Promise<void> => {
    now += milliseconds;
    onWait();
  };
  const code = await watchCommand(command, tools, { now: () => now, wait });
  interrupts.dispose();
  return { code, out, err };
}

function fail(id: string, message: string): void {
  const started_at = new Date(start + runs.length * 1_000).toISOString();
  runs.unshift({ id, status: "failed", started_at, ended_at: started_at, error: { type: "E", message } });
}

test("a run that fails is one line, and exit code 1", async () => {
  fail("old", "Before the watch");
  const { code, out } = await watch(["failed"], () => runs.length < 2 && fail("new", "No\nanswer"));
  expect(code).toBe(exitCodes.failed);
  expect(out).toBe("failed: Run new: No (new)\n");
  expect(app.requests).toHaveLength(3);
});

test("an app that refuses a later look is reported once, and no run is left out", async () => {
  fail("old", "Before the watch");
  let waits = 0;
  const { code, out, err } = await watch(
    ["failed"],
    () => {
      waits += 1;
      isDown = waits < 4;
      if (waits === 2) fail("new", "No answer");
    },
    "5m",
  );
  expect(err.split("\n")).toEqual([expect.stringContaining("(HTTP 403)"), "The app responds again.", ""]);
  expect({ code, out }).toEqual({ code: exitCodes.failed, out: "failed: Run new: No answer (new)\n" });
});

test("no text of a run is a command of a log, and only runs of the query are written", async () => {
  await using folder = await openCommandFolder();
  const started_at = new Date(start).toISOString();
  for (const command of logCommands)
    runs.push({ id: `id${runs.length}`, status: "started", started_at, input: command });
  runs.push({ id: "other", status: "started", started_at, user_id: "ben" });
  const args = ["watch", "--fail-on", "duration:1s", "--query=-user:ben", "--for", "1ms"];
  const { code, out } = await folder.run(args, { DYNAMIQ_APP_URL: app.url });
  expect(code).toBe(exitCodes.failed);
  expect(out.trimEnd().split("\n")).toHaveLength(logCommands.length);
  expect(commandsIn(out)).toEqual([]);
});

test("without such a run it passes when its time is over", async () => {
  fail("old", "Before the watch");
  expect(await watch(["failed", "new-cause"], () => undefined)).toEqual({ code: exitCodes.passed, out: "", err: "" });
});

test.each([
  [["watch"], "--fail-on is missing. Use failed, waiting:10m, duration:30s or new-cause."],
  [["watch", "--fail-on", "soon"], "--fail-on must be failed, waiting:10m, duration:30s or new-cause."],
  [["watch", "--fail-on", "failed", "--for", "x"], "--for must be a duration"],
  [
    ["watch", "--fail-on", "failed", "--query", "refund"],
    "--query: An alarm checks the list of runs, which can't be filtered by “refund”.",
  ],
  [
    ["watch", "--fail-on", "failed", "--query", "status:completed"],
    "--fail-on failed can never match the statuses that --query allows.",
  ],
])("%j says what is wrong, and sends nothing", async (args, said) => {
  await using folder = await openCommandFolder();
  const { code, err } = await folder.run(args, { DYNAMIQ_APP_URL: app.url });
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain(said);
  expect(app.requests).toEqual([]);
});
