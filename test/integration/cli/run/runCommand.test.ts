import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startFaultProxy } from "../../../faults/faultProxy.ts";
import { certified, makeAuthority } from "../../../support/network/certificates.ts";
import { connectProxy } from "../../../support/network/connectProxy.ts";
import { type SampleApp, startSampleApp } from "../../../support/sample/testApp.ts";
import { sampleSpeed } from "../../../support/sampleSpeed.ts";
import { accessKey } from "../../api/servers.ts";
import { type CommandFolder, expectNoKey, openCommandFolder } from "../commandLine.ts";

const input = { ticket_subject: "Charged twice for order 4411" };

let app: SampleApp;
let folder: CommandFolder;
let environment: Record<string, string>;

beforeEach(async () => {
  app = await startSampleApp({ speed: sampleSpeed, pastRuns: 20, accessKey });
  folder = await openCommandFolder();
  environment = { DYNAMIQ_APP_URL: app.url, DYNAMIQ_ACCESS_KEY: accessKey };
});

afterEach(async () => {
  await folder[Symbol.asyncDispose]();
  await app.close();
});

describe("a run that completes", () => {
  test("writes its output to stdout, its story to stderr and itself into a file, and the key nowhere", async () => {
    await folder.write("ticket.run.json", `{"input": {"ticket_subject": "Charged twice", "exact": 1.0}}`);
    const ended = await folder.start(["run", "ticket.run.json", "--json", "result.json"], environment).ended;
    expect(ended).toMatchObject({ code: 0 });
    expect(JSON.parse(ended.out)).toMatchObject({ category: "billing", reply: expect.any(String) });
    const [created] = app.created;
    expect(ended.err).toMatch(/^Starting ticket\.run\.json on 127\.0\.0\.1:\d+\n/);
    expect(ended.err).toContain("→ lookup_customer {");
    expect(ended.err).toContain(`Run ${created?.run_id} completed`);
    // Colors are for terminals.
    expect(ended.err).not.toContain("\u001b");
    const result = await folder.read("result.json");
    expect(JSON.parse(result)).toMatchObject({
      format: "dynamiq-runs/run",
      version: 1,
      app: app.url,
      file: "ticket.run.json",
      mode: "stream",
      wasLost: false,
      run: { id: created?.run_id, status: "completed" },
    });
    expect(result).toContain('"exact": 1.0');
    expect(app.created).toHaveLength(1);
    await expectNoKey(accessKey, ended, folder);
  });
});

test("a run that fails ends with exit code 1 and its reason, and what its user misses is said before", async () => {
  await folder.write("ticket.run.json", { input: { ...input, fail: true }, user_id: "new-customer-7421" });
  const ended = await folder.run(["run", "ticket.run.json"], environment);
  expect(ended).toMatchObject({ code: 1, out: "" });
  expect(ended.err).toMatch(
    /new-customer-7421 hasn't connected .+\. ticket\.run\.json may fail without (it|them)\.\nRun /,
  );
  expect(ended.err).toContain("failed in");
  expect(ended.err).toMatch(/payment_gateway_timeout|account_missing/);
});

test("a result that can't be written once the run was sent ends with exit code 1, and the output is saved", async () => {
  const full = "/dev/full";
  await folder.write("ticket.run.json", { input, saveTo: "answer.json" });
  const ended = await folder.run(["run", "ticket.run.json", "--wait", "--json", full], environment);
  expect(ended).toMatchObject({ code: 1, err: expect.stringContaining(`${full} can't be written (ENOSPC).`) });
  expect(JSON.parse(await folder.read("answer.json"))).toEqual(JSON.parse(ended.out));
  expect(app.created).toHaveLength(1);
});

test("a run file is read from standard input, with its files in the current folder", async () => {
  await folder.write("receipt.txt", "Total 49");
  const command = folder.start(["run", "-", "--background"], environment, "pipe");
  command.child.stdin?.end(JSON.stringify({ input, files: ["receipt.txt"] }));
  expect(await command.ended).toMatchObject({ code: 0, err: expect.stringContaining("Starting standard input with") });
  expect(app.created).toMatchObject([{ input, files: [{ name: "receipt.txt" }] }]);
});

test("what a file sends from outside the folder is sent when an option allows it", async () => {
  await using elsewhere = await openCommandFolder();
  await elsewhere.write("order.txt", "Order 12");
  const subject = `\${file:${elsewhere.path}/order.txt} \${env:ORDER}`;
  await folder.write("ticket.run.json", { input: { ticket_subject: subject } });
  const wanted = { ...environment, ORDER: "4411" };
  const refused = await folder.run(["run", "ticket.run.json", "--allow-env", "ORDER"], wanted);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(`--allow-read`) });
  expect(app.requests).toEqual([]);
  const allowed = ["--allow-env", "ORDER", "--allow-read", elsewhere.path];
  expect(await folder.run(["run", "ticket.run.json", ...allowed], wanted)).toMatchObject({ code: 0 });
  expect(app.created).toMatchObject([{ input: { ticket_subject: "Order 12 4411" } }]);
});

test("exit code 3 for a wrong key, which is told nowhere", async () => {
  await folder.write("a.run.json", { input });
  const wrong = `dynamiq_acc_${"wrong".repeat(6)}`;
  const ended = await folder.run(["run", "a.run.json"], { ...environment, DYNAMIQ_ACCESS_KEY: wrong });
  expect(ended).toMatchObject({ code: 3, out: "" });
  expect(ended.err).toContain("The access key was rejected: Unauthorized. Check DYNAMIQ_ACCESS_KEY");
  await expectNoKey(wrong, ended, folder);
  expect(app.created).toEqual([]);
});

test("the environment's proxy and certificates lead to an app over https", async () => {
  const authority = makeAuthority("Company");
  await using secure = await startFaultProxy({
    target: app.url,
    faultOf: () => ({ kind: "none" }),
    tls: certified("app.example.com", { by: authority }),
  });
  await using proxy = await connectProxy(Number(new URL(secure.url).port));
  await folder.write("company.pem", authority.cert);
  await folder.write("a.run.json", { input });
  const way = { ...environment, HTTPS_PROXY: proxy.url };
  const args = ["run", "a.run.json", "--app", "app.example.com"];
  const run = (variables: Record<string, string>) => folder.start(args, variables).ended;
  expect(await run(way)).toMatchObject({ code: 3, err: expect.stringContaining("its certificate isn't trusted") });
  const trusting = { ...way, NODE_EXTRA_CA_CERTS: join(folder.path, "company.pem") };
  expect(await run(trusting)).toMatchObject({ code: 0 });
  expect(proxy.asked[0]).toMatch(/^CONNECT app\.example\.com:443 /);
  expect(await run({ ...trusting, NO_PROXY: "example.com" })).toMatchObject({ code: 3 });
});
