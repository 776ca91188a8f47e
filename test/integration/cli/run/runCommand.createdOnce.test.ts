import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startFaultProxy } from "../../../faults/faultProxy.ts";
import { lostAnswers } from "../../../faults/lostAnswers.ts";
import { openLossyProxy } from "../../../support/network/lossyProxy.ts";
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

test("a run whose response was lost is created once, and found in the list", async () => {
  await using proxy = await openLossyProxy(app.url);
  proxy.writes = "after";
  await folder.write("a.run.json", { input });
  const ended = await folder.run(["run", "a.run.json", "--app", proxy.url, "--json", "result.json"], environment);
  expect(ended).toMatchObject({ code: 0, err: expect.stringContaining("the response was lost") });
  expect(app.created).toHaveLength(1);
  const run = { id: app.created[0]?.run_id };
  expect(JSON.parse(await folder.read("result.json"))).toMatchObject({ wasLost: true, run });
  await expectNoKey(accessKey, ended, folder);
});

test("a run that is found after a 500 isn't told as a lost response", async () => {
  await using gateway = await startFaultProxy({ target: app.url, faultOf: () => lostAnswers["500 page"] });
  await folder.write("a.run.json", { input });
  const ended = await folder.run(["run", "a.run.json", "--app", gateway.url], environment);
  const id = app.created[0]?.run_id;
  expect(ended).toMatchObject({ code: 0, err: expect.not.stringContaining("lost") });
  expect(ended.err).toContain("The app responded with HTTP 500. Looking for the run…");
  expect(ended.err).toContain(`Run ${id} was found in the list of runs, although the app responded with HTTP 500\n`);
});

// Windows ends a process that gets a signal from another one, so only a console can send it Ctrl+C.
describe.skipIf(process.platform === "win32")("Ctrl+C", () => {
  const endless = { input: { ...input, ask: "feedback" } };

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("(%s) cancels the run, waits for its end and names it", async (signal, code) => {
    await folder.write("a.run.json", endless);
    const command = folder.start(["run", "a.run.json"], environment);
    await expect.poll(() => command.err).toContain("Waiting for an answer");
    command.child.kill(signal);
    const ended = await command.ended;
    const id = app.created[0]?.run_id;
    expect(ended).toMatchObject({ code, out: "" });
    expect(ended.err).toContain(`Canceling run ${id}`);
    expect(ended.err).toContain(`Run ${id} canceled`);
    expect(app.requests.filter(({ path }) => path.endsWith("/cancel"))).toHaveLength(1);
  });

  test("a second time leaves the run alone", async () => {
    await using proxy = await openLossyProxy(app.url);
    await folder.write("a.run.json", endless);
    const command = folder.start(["run", "a.run.json", "--app", proxy.url], environment);
    await expect.poll(() => command.err).toContain("Waiting for an answer");
    proxy.writes = "hold";
    command.child.kill("SIGINT");
    await expect.poll(() => command.err).toContain("Canceling run");
    command.child.kill("SIGINT");
    const ended = await command.ended;
    expect(ended).toMatchObject({ code: 130, out: "" });
    expect(ended.err).toContain(`Run ${app.created[0]?.run_id} may continue.`);
  });

  test("while a background run is sent finds that run, and cancels nothing", async () => {
    await using proxy = await openLossyProxy(app.url);
    proxy.writes = "hold";
    await folder.write("a.run.json", endless);
    const command = folder.start(["run", "a.run.json", "--background", "--app", proxy.url], environment);
    await expect.poll(() => app.created.length).toBe(1);
    command.child.kill("SIGINT");
    const ended = await command.ended;
    expect(ended.code).toBe(130);
    expect(JSON.parse(ended.out)).toMatchObject({ id: app.created[0]?.run_id });
    expect(app.requests.filter(({ path }) => path.endsWith("/cancel"))).toEqual([]);
  });
});
