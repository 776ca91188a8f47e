import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { confirmationFor } from "#features/agents/core/callTool.ts";
import { temporaryFolder } from "../../../../harness/paths.ts";
import { openToolWorld, type ToolWorld } from "../../../../support/agentTools/toolWorld.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";

let app: SampleApp;
let world: ToolWorld;
let home: Awaited<ReturnType<typeof temporaryFolder>>;
let folder: string;
const secret = "the content of a file outside";

beforeAll(async () => {
  home = await temporaryFolder();
  folder = join(home.path, "workspace");
  await mkdir(folder);
  await writeFile(join(home.path, "outside.txt"), secret);
  await symlink(join(home.path, "outside.txt"), join(folder, "link.txt"));
  await symlink(home.path, join(folder, "up"));
  await writeFile(join(home.path, "outside.run.json"), "{}");
  app = await startSampleApp({ speed: 100_000, pastRuns: 0 });
  const environment = { API_TOKEN: "an environment secret" };
  const connection = { production: "ask" } as const;
  world = await openToolWorld({ baseUrl: app.url, accessKey: app.accessKey, folder, environment, connection });
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await app.close();
  await home.remove();
});

beforeEach(() => {
  world.agrees = true;
  world.asked.length = 0;
});

async function file(name: string, content: unknown): Promise<string> {
  await writeFile(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  return name;
}

test("a person sees host, production mark, input and files before a run file starts", async () => {
  await file("note.txt", "hello");
  const path = await file("whole.run.json", { input: { subject: "Late parcel" }, files: ["note.txt"], user_id: "mia" });
  world.agrees = false;
  const before = app.created.length;
  const declined = await world.call("runFile", { path });
  expect(declined).toMatchObject({ isError: true });
  expect(declined.text).toContain("Nobody confirmed the call");
  const [asked] = world.asked;
  expect(asked?.question).toBe("Start a run with whole.run.json on Support Triage?");
  expect(asked?.facts.slice(0, 3)).toEqual([
    `Host: ${new URL(app.url).host}, marked as production`,
    "Run file: whole.run.json",
    'Input: {"subject":"Late parcel"}',
  ]);
  expect(asked?.facts).toContain("Attachment: note.txt (5 B)");
  expect(app.created).toHaveLength(before);

  world.agrees = true;
  expect((await world.call("runFile", { path })).isError).toBe(false);
  expect(app.created).toHaveLength(before + 1);
  expect(app.created.at(-1)?.files).toMatchObject([{ name: "note.txt", size: 5 }]);
});

test("a confirmation is another one after the file or an attachment was changed", async () => {
  await file("data.txt", "one");
  const path = await file("changing.run.json", { input: { id: "${uuid}", at: "${now}" }, files: ["data.txt"] });
  const print = async (): Promise<string | undefined> =>
    (await confirmationFor("runFile", { path }, world.host, new AbortController().signal))?.fingerprint;
  const first = await print();
  expect(await print()).toBe(first);
  await file("data.txt", "another");
  const second = await print();
  expect(second).not.toBe(first);
  await file("changing.run.json", { input: { id: "${uuid}", at: "now" }, files: ["data.txt"] });
  expect(await print()).not.toBe(second);
});

test.each([
  ["a path above", "../outside.run.json"],
  ["an absolute path", "ABSOLUTE"],
  ["a path of another machine", "//server/share/x.run.json"],
])("%s is refused, and the result doesn't repeat it", async (_, wanted) => {
  const path = wanted === "ABSOLUTE" ? join(home.path, "outside.run.json") : wanted;
  const { text, isError } = await world.call("runFile", { path });
  expect(isError).toBe(true);
  expect(text).toMatch(/is outside the workspace/);
  expect(text).not.toContain(home.path);
  expect(text).not.toContain(wanted);
});

test.each([
  ["an attachment above", { input: {}, files: ["../outside.txt"] }],
  ["an attachment through a link", { input: {}, files: ["link.txt"] }],
  ["a text", { input: { text: "${file:../outside.txt}" } }],
  ["a variable", { input: { text: "${env:API_TOKEN}" } }],
])("%s outside the workspace isn't sent by a run file or a golden test", async (_, request) => {
  const writes = (): number => app.requests.filter(({ method }) => method !== "GET").length;
  const before = writes();
  const run = await world.call("runFile", { path: await file("outward.run.json", request) });
  const golden = { name: "Outward", request, checks: [{ status: "completed" }] };
  const paths = [await file("outward.golden.json", golden)];
  const tests = await world.call("runGoldenTests", { paths });
  for (const { text, isError } of [run, tests]) {
    expect(isError).toBe(true);
    expect(text).toContain("no one has allowed that");
    for (const hidden of [secret, home.path, "an environment secret"]) expect(text).not.toContain(hidden);
  }
  expect(world.asked).toEqual([]);
  expect(writes()).toBe(before);
});

test("golden tests that aren't there are named with the tests that are", async () => {
  const golden = { name: "Refunds", request: { input: {} }, checks: [{ status: "completed" }] };
  const one = [await file("one.golden.json", { tests: [golden] })];
  const unknown = await world.call("runGoldenTests", { paths: one, tests: ["Nothing"] });
  expect(unknown.text).toMatch(
    /^tests: no golden test has any of the given names\. Use one of these names\.\n.*\nRefunds\n/,
  );
  const none = [await file("none.golden.json", { tests: [] })];
  const empty = await world.call("runGoldenTests", { paths: none });
  expect(empty.text).toBe("paths: these golden files contain no test. Correct them.");
});

test("an answer is checked against what was asked, confirmed and sent once", async () => {
  const api = await world.session.api();
  const { id: runId } = await api.createRun({ input: { amount: 620 } }, { mode: "background" });
  const asks = (await world.call("waitForRun", { runId })).text;
  const [, requestId = ""] = /requestId: (\S+); kind: approval/.exec(asks) ?? [];
  const refused = async (more: object): Promise<string> => {
    const { text, isError } = await world.call("answerInputRequest", { runId, requestId, ...more });
    expect(isError).toBe(true);
    return text;
  };
  expect(await refused({})).toContain("approved: this field is missing");
  expect(await refused({ approved: true, params: { customer: "other" } })).toContain("only these can be changed");
  expect(await refused({ approved: true, requestId: "another" })).toContain("isn't waiting for an answer");
  expect(world.asked).toEqual([]);
  expect(app.answers.filter(({ run_id: id }) => id === runId)).toEqual([]);

  const sent = await world.call("answerInputRequest", { runId, requestId, approved: true, params: { amount: 600 } });
  expect(sent.text).toContain("The answer was sent");
  expect(world.asked.at(-1)?.facts.join("\n")).toMatch(/Answer: approved\nChanged amount: 600 \(proposed: 620\)/);
  expect(app.answers.filter(({ run_id: id }) => id === runId)).toMatchObject([
    { data: { request_id: requestId, approved: true, params: { amount: 600 } } },
  ]);
  expect(await refused({ approved: true })).toContain("isn't waiting for an answer");
});

test("a consent is for one of two questions that have the same id and words", async () => {
  const api = await world.session.api();
  const { id: runId } = await api.createRun({ input: { play: "returns" } }, { mode: "background" });
  const waiting = async (answers: number): Promise<string> => {
    const asked = async () => {
      const { data } = await api.listEvents(runId, { page_size: 200 });
      return data.filter(({ type }) => type === "approval_request.created").length;
    };
    await expect.poll(asked).toBe(answers + 1);
    await expect.poll(async () => (await api.getRun(runId)).status).toBe("awaiting_input");
    return (await api.getRun(runId)).input_requests?.[0]?.id ?? "";
  };
  const requestId = await waiting(0);
  const input = { runId, requestId, approved: true };
  const { signal } = new AbortController();
  const consent = await confirmationFor("answerInputRequest", input, world.host, signal);
  expect((await world.call("answerInputRequest", input)).text).toContain("The answer was sent");
  expect(await waiting(1)).toBe(requestId);
  world.agreesTo = ({ fingerprint }) => fingerprint === consent?.fingerprint;
  expect((await world.call("answerInputRequest", input)).isError).toBe(true);
  world.agreesTo = undefined;
  expect(app.answers.filter(({ run_id: id }) => id === runId)).toHaveLength(1);
  // While the person is asked, somebody else answers, and the run asks the next question.
  world.whileAsked = async () => {
    await api.answerInputRequest(runId, { type: "approval", request_id: requestId, approved: false });
    await waiting(2);
  };
  expect((await world.call("answerInputRequest", input)).text).toContain("Somebody else answered first");
  world.whileAsked = undefined;
  expect(app.answers.filter(({ run_id: id }) => id === runId)).toHaveLength(2);
});
