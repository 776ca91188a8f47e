import { EventEmitter } from "node:events";
import { Readable, Writable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exitCodes } from "#cli/exitCodes.ts";
import { Interrupts } from "#cli/shell/interrupts.ts";
import { watchCommand } from "#features/alarms/cli/watchCommand.ts";
import { Cover } from "#runs/values/cover.ts";
import { json, serve, type TestServer } from "../../../api/servers.ts";
import { openCommandFolder } from "../../../cli/commandLine.ts";

const start = Date.parse("2026-12-01T10:00:00Z");
const runs: object[] = [];
let app: TestServer;
beforeEach(async () => {
  runs.length = 0;
  app = await serve((_, response) => {
    const pagination = { page: 1, page_size: 100, page_count: 1, total_count: runs.length };
    json(response, 200, { data: runs, pagination });
  });
});
afterEach(() => app[Symbol.asyncDispose]());

/** Watches for two minutes, which pass when the command waits. */
async function watch(failOn: readonly string[], onWait: () => void) {
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
  const tools = { shell, interrupts, version: "1", userAgent: "test", workerFile: "", cover: new Cover([]) };
  const command = { kind: "watch", app: undefined, failOn, query: undefined, for: "2m" } as const;
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
  expect(out).toBe("new (new) – a run fails: No\n");
  expect(app.requests).toHaveLength(3);
});

test("without such a run it passes when its time is over", async () => {
  fail("old", "Before the watch");
  expect(await watch(["failed", "new-cause"], () => undefined)).toEqual({ code: exitCodes.passed, out: "", err: "" });
});

test.each([
  [["watch"], "--fail-on is missing: failed, waiting:10m, duration:30s or new-cause."],
  [["watch", "--fail-on", "soon"], "--fail-on must be failed, waiting:10m, duration:30s or new-cause."],
  [["watch", "--fail-on", "failed", "--for", "x"], "--for must be a length of time"],
  [["watch", "--fail-on", "failed", "--query", "refund"], "--query: Alarms look for"],
])("%j says what is wrong, and sends nothing", async (args, said) => {
  await using folder = await openCommandFolder();
  const { code, err } = await folder.run(args, { DYNAMIQ_APP_URL: app.url });
  expect(code).toBe(exitCodes.usage);
  expect(err).toContain(said);
  expect(app.requests).toEqual([]);
});
