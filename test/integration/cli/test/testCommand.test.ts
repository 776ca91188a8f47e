import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RunsClient } from "../../../../src/api/client.ts";
import { type SampleApp, startSampleApp } from "../../../../src/sample/server.ts";
import { accessKey } from "../../api/servers.ts";
import { type CommandFolder, expectNoKey, openCommandFolder } from "../commandLine.ts";

const billing = { input: { ticket_subject: "Charged twice for order 4411" } };
const isBilling = { output: "category", equals: "billing" };
const good = { name: "Good", request: billing, checks: [{ status: "completed" }, isBilling] };
const bad = { name: "Bad", request: billing, checks: [{ output: "category", equals: "technical" }] };

let app: SampleApp;
let folder: CommandFolder;
let environment: Record<string, string>;

beforeEach(async () => {
  folder = await openCommandFolder();
});

afterEach(async () => {
  await folder[Symbol.asyncDispose]();
  await app.close();
});

async function start(speed = 200): Promise<void> {
  app = await startSampleApp({ speed, pastRuns: 5, accessKey });
  environment = { DYNAMIQ_APP_URL: app.url, DYNAMIQ_ACCESS_KEY: accessKey };
}

const cancels = (): number => app.requests.filter(({ path }) => path.endsWith("/cancel")).length;

describe("a suite", () => {
  beforeEach(() => start());

  test("with a failed test tells its place, values and run, writes both reports, and the key nowhere", async () => {
    await folder.write("a.golden.json", { tests: [good, bad] });
    const ended = await folder.run(["test", "--junit", "out.xml", "--json", "out.json"], environment);
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toMatch(/^Running 2 tests on 127\.0\.0\.1:\d+\n/);
    expect(ended.err).toMatch(/✓ Good \(/);
    const id = app.created.find(({ run_id }) => ended.err.includes(`run ${run_id}`))?.run_id;
    expect(ended.err).toMatch(
      /✗ Bad \(.*\)\na\.golden\.json:1:\d+: error: category is "billing", expected "technical"\n +expected technical\n +actual +billing\n/,
    );
    expect(ended.err).toMatch(/\n1 passed, 1 failed in [^\n]+\n$/);
    expect(await folder.read("out.xml")).toContain('<testsuite name="a.golden.json"');
    const report = JSON.parse(await folder.read("out.json"));
    expect(report).toMatchObject({
      format: "dynamiq-runs/test",
      version: 1,
      app: app.url,
      counts: { passed: 1, failed: 1 },
    });
    expect(report.tests).toMatchObject([
      { file: "a.golden.json", line: 1, name: "Good", kind: "passed", failures: [], runs: [{ status: "completed" }] },
      { name: "Bad", kind: "failed", failures: [{ check: 0, expected: "technical", actual: "billing", runs: [id] }] },
    ]);
    expect(app.created).toHaveLength(2);
    await expectNoKey(accessKey, ended, folder);
  });

  test("fails the tests of a user who hasn't connected an account, asks for each user once, and runs the others", async () => {
    const user_id = "new-customer-7421";
    const missing = { ...good, request: { ...billing, user_id } };
    await folder.write("a.golden.json", {
      tests: [
        { ...missing, name: "Missing", repeat: { times: 3, atLeast: 3 } },
        { ...missing, name: "Missing too" },
        { ...good, request: { ...billing, user_id: "customer-7421" } },
      ],
    });
    const ended = await folder.run(["test", "--json", "out.json"], environment);
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/✓ Good/);
    expect(ended.err).toContain(
      "new-customer-7421 hasn't connected Gmail, so no run was started. Start a run of this user in VS Code to connect it",
    );
    expect(JSON.parse(await folder.read("out.json")).tests).toMatchObject([
      { kind: "errored", failure: { kind: "accounts" } },
      { kind: "errored", failure: { kind: "accounts" } },
      { kind: "passed" },
    ]);
    expect(app.created.map((run) => run.user_id)).toEqual(["customer-7421"]);
    expect(app.requests.filter(({ path }) => path.includes("/requirements/"))).toHaveLength(2);
  });

  test("that passes ends with 0, and runs one test after the other when it is told to", async () => {
    await folder.write("a.golden.json", { ...good, repeat: { times: 3, atLeast: 3 } });
    await folder.write("b.golden.json", good);
    const ended = await folder.run(["test", ".", "--concurrency", "1"], environment);
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.err).toContain("✓ Good: 3 of 3 passed");
    const api = new RunsClient({ baseUrl: app.url, accessKey });
    const runs = await Promise.all(app.created.map(({ run_id }) => api.getRun(run_id)));
    await api.close();
    for (const [index, run] of runs.entries()) {
      if (index > 0) expect(Date.parse(run.started_at!)).toBeGreaterThanOrEqual(Date.parse(runs[index - 1]!.ended_at!));
    }
    expect(app.created).toHaveLength(4);
  });
});

test("a golden conversation passes, and fails at its second turn when the app forgets what was said", async () => {
  await start();
  const workspace = new URL("../../../workspace/chat/", import.meta.url);
  const text = await readFile(new URL("remembers.golden.json", workspace), "utf8");
  await folder.write("remembers.golden.json", text);
  const args = ["test", "--junit", "out.xml", "--json", "out.json"];
  expect(await folder.run(args, environment)).toMatchObject({ code: 0 });
  const ids = app.created.map(({ run_id }) => run_id);
  const report = JSON.parse(await folder.read("out.json"));
  expect(report.tests[0].runs).toMatchObject([{ id: ids[2], turns: ids, kind: "passed" }]);

  app.drift = { seed: 1 };
  const drifted = await folder.run(args, environment);
  expect(drifted.code).toBe(1);
  const line = text.split("\n").findIndex((each) => each.includes('"contains": "4411"')) + 1;
  const message = 'Turn 2: the answer doesn\'t contain "4411"';
  expect(drifted.err).toMatch(new RegExp(`^remembers\\.golden\\.json:${line}:\\d+: error: ${message}$`, "m"));
  expect(app.created).toHaveLength(5);
  const xml = await folder.read("out.xml");
  expect(xml).toContain(`turn 1, run ${app.created[3]?.run_id} passed`);
  expect(xml).toContain(`turn 2, run ${app.created[4]?.run_id} failed`);
  expect(JSON.parse(await folder.read("out.json")).tests[0]).toMatchObject({ failures: [{ turn: 2, line, message }] });
});

describe("a suite that can't run", () => {
  beforeEach(() => start());

  test("ends with 2 for a wrong file, and sends nothing", async () => {
    await folder.write("a.golden.json", { ...good, checks: [{ status: "done" }] });
    await folder.write("b.golden.json", good);
    const ended = await folder.run(["test"], environment);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toMatch(/^a\.golden\.json:1:\d+: error: .*status/);
    expect(app.requests).toEqual([]);
  });

  test("ends with 3 for an app that refuses the key, with a report that says so of each test", async () => {
    await folder.write("a.golden.json", { tests: [good, bad] });
    const wrong = { ...environment, DYNAMIQ_ACCESS_KEY: `dynamiq_acc_${"wrong".repeat(6)}` };
    const ended = await folder.run(["test", "--junit", "out.xml"], wrong);
    expect(ended).toMatchObject({ code: 3, err: expect.stringContaining("2 errored in") });
    expect(await folder.read("out.xml")).toContain('tests="2" failures="0" errors="2"');
    expect(app.created).toEqual([]);
    await expectNoKey(wrong.DYNAMIQ_ACCESS_KEY, ended, folder);
  });
});

describe("Ctrl+C", () => {
  const tests = [1, 2, 3, 4].map((n) => ({ ...good, name: `Test ${n}` }));
  // At the speed that people watch, a run takes much longer than this test.
  beforeEach(() => start(1));

  test("cancels the runs of a suite, names them, and starts no more", async () => {
    await folder.write("a.golden.json", { tests });
    const command = folder.start(["test", "--concurrency", "2", "--json", "out.json"], environment);
    await expect.poll(() => app.created.length).toBe(2);
    await expect.poll(() => app.requests.filter(({ path }) => path.includes("/stream")).length).toBe(2);
    command.child.kill("SIGINT");
    const ended = await command.ended;
    expect(ended).toMatchObject({ code: 130, out: "" });
    expect(ended.err).toContain("Canceling 2 runs: ");
    for (const { run_id } of app.created) expect(ended.err).toContain(run_id);
    expect(ended.err).toContain("4 canceled in");
    expect(app.created).toHaveLength(2);
    expect(cancels()).toBe(2);
    expect(JSON.parse(await folder.read("out.json")).counts).toMatchObject({ canceled: 4 });
  });
});
