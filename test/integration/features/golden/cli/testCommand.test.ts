import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";
import { accessKey } from "../../../api/servers.ts";
import { type CommandFolder, expectNoKey, openCommandFolder } from "../../../cli/commandLine.ts";

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
      "new-customer-7421 hasn't connected Gmail, so no run was started. Start a run for this user in VS Code to connect it",
    );
    expect(JSON.parse(await folder.read("out.json")).tests).toMatchObject([
      { kind: "errored", failure: { kind: "accounts" } },
      { kind: "errored", failure: { kind: "accounts" } },
      { kind: "passed" },
    ]);
    expect(app.created.map((run) => run.user_id)).toEqual(["customer-7421"]);
    expect(app.requests.filter(({ path }) => path.includes("/requirements/"))).toHaveLength(2);
  });
});

describe("an app that refuses the key", () => {
  beforeEach(() => start());
  const tests = [1, 2, 3, 4, 5, 6, 7].map((n) => ({ ...good, name: `Test ${n}` }));

  test.each([
    [
      "a wrong key",
      `dynamiq_acc_${"wrong".repeat(6)}`,
      /The access key was rejected: Unauthorized\. Check DYNAMIQ_ACC/,
    ],
    ["no key", "", /This app needs an access key \(HTTP 401\)\. Set DYNAMIQ_ACCESS_KEY to an access key of this app\./],
  ])("is named once for %s, with what to set, and in each test of the report", async (_, key, says) => {
    await folder.write("a.golden.json", { tests });
    const given = { ...environment, DYNAMIQ_ACCESS_KEY: key };
    const ended = await folder.run(["test", "--json", "out.json"], given);
    expect(ended).toMatchObject({ code: 3, out: "" });
    expect(ended.err).toMatch(says);
    expect(ended.err.match(/DYNAMIQ_ACCESS_KEY/g)).toHaveLength(1);
    expect(ended.err.match(/Unauthorized|This app needs/g)).toHaveLength(1);
    expect(ended.err).toContain("No test was run.\n\n7 errored in ");
    expect(app.created).toEqual([]);
    const report = JSON.parse(await folder.read("out.json"));
    expect(report.tests).toHaveLength(7);
    for (const each of report.tests) {
      expect(each.failure).toEqual({ kind: "unreachable", message: expect.stringMatching(says) as string });
    }
    if (key !== "") await expectNoKey(key, ended, folder);
  });
});

// Windows ends a process that gets a signal from another one, so only a console can send it Ctrl+C.
describe.skipIf(process.platform === "win32")("Ctrl+C", () => {
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
