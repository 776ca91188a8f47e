import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import { GoldenRequests, requestsOf } from "#features/golden/core/file/goldenRequest.ts";
import type { GoldenTest } from "#features/golden/core/file/goldenTypes.ts";
import { ReadGate } from "#runFiles/consent/readGate.ts";
import { RunFileError } from "#runFiles/runFileError.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "golden-"));
  await writeFile(join(folder, "note.txt"), "two charges");
  await writeFile(join(folder, "invoice.pdf"), "%PDF");
});

afterAll(() => rm(folder, { recursive: true }));

const testText = (name: string, request: object): string =>
  `{"name": "${name}", "request": ${JSON.stringify(request)}, "checks": [{"status": "completed"}]}`;

const sourcesOf = (environment: Record<string, string> = { WHO: "customer-7421" }) => ({
  runFilePath: join(folder, "a.golden.json"),
  environment,
  workspaceFolder: folder,
  now: new Date(0),
  gate: new ReadGate({ source: "a.golden.json", folders: [folder] }),
});

function testOf(text: string, index = 0): GoldenTest {
  const found = parseGoldenFile(text, "a.golden.json").tests[index];
  if (!found) throw new Error("The file has no such test");
  return found;
}

async function requestOf(text: string) {
  const { requests } = await requestsOf(testOf(text), { text, sources: sourcesOf() });
  return requests[0]!;
}

test("variables are filled in, and files are opened beside the golden file", async () => {
  const request = {
    input: { at: "${now}", id: "${uuid}", note: "${file:note.txt}", price: "$${price}" },
    user_id: "${env:WHO}",
    files: ["invoice.pdf"],
  };
  const { request: sent, files } = await requestOf(testText("a", request));
  expect(sent).toEqual({
    input: {
      at: "1970-01-01T00:00:00.000Z",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      note: "two charges",
      price: "${price}",
    },
    user_id: "customer-7421",
  });
  expect(files.map(({ name, size }) => [name, size])).toEqual([["invoice.pdf", 4]]);
});

test.each([
  ["a missing file", { input: {}, files: ["gone.pdf"] }, /^a\.golden\.json, line 1, column \d+: request\.files\[0\] /],
  ["a variable that isn't set", { input: { a: "${env:NOBODY}" } }, /the environment variable NOBODY isn't set/],
])("%s is told with its field", async (_, request, message) => {
  const error: unknown = await requestOf(testText("a", request)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RunFileError);
  expect((error as RunFileError).message).toMatch(message);
});

test("a text outside the folder isn't read, and a file isn't sent, before it is allowed", async () => {
  const outside = await mkdtemp(join(tmpdir(), "elsewhere-"));
  await writeFile(join(outside, "secret.txt"), "secret");
  await symlink(join(outside, "secret.txt"), join(folder, "way-out.txt"));
  const text = testText("a", { input: { a: `\${file:${join(outside, "secret.txt")}}` } });
  await expect(requestOf(text)).rejects.toThrow(/has no value, because you haven't allowed the test to read it/);
  const file = testText("a", { input: {}, files: ["way-out.txt"] });
  await expect(requestOf(file)).rejects.toThrow(/files\[0\] is outside the workspace folder, and you haven't allowed/);
  await rm(outside, { recursive: true });
});

describe("after a test was confirmed", () => {
  const request = { input: { note: "${file:said.txt}", who: "${env:WHO}", id: "${uuid}" }, files: ["data.txt"] };
  const text = testText("a", request);
  let elsewhere: string;

  beforeEach(async () => {
    elsewhere = await mkdtemp(join(tmpdir(), "elsewhere-"));
    await writeFile(join(elsewhere, "secret.txt"), "said");
    await rm(join(folder, "data.txt"), { force: true });
    await rm(join(folder, "said.txt"), { force: true });
    await writeFile(join(folder, "said.txt"), "said");
    await writeFile(join(folder, "data.txt"), "data");
  });

  afterEach(() => rm(elsewhere, { recursive: true }));

  async function confirmed(sources = sourcesOf()) {
    const requests = new GoldenRequests({ text, sources });
    await requests.confirm([testOf(text)]);
    return requests;
  }

  const said = (): string => join(folder, "said.txt");
  const data = (): string => join(folder, "data.txt");
  const link = async (path: string, target: string): Promise<void> => {
    await rm(path);
    await symlink(target, path);
  };
  const secret = (): string => join(elsewhere, "secret.txt");
  test.each<[what: string, change: () => Promise<void>, problem: RegExp]>([
    ["a text says something else", () => writeFile(said(), "more"), /value of \$\{file:said\.txt\} has changed since/],
    [
      "a text becomes a link out of the folder",
      () => link(said(), secret()),
      /said\.txt\} .* haven't allowed the test to read/,
    ],
    ["an attachment is written to", () => writeFile(data(), "other"), /request\.files\[0\] has changed since/],
    ["an attachment is gone", () => rm(data()), /data\.txt doesn't exist/],
  ])("nothing is sent when %s", async (_, change, problem) => {
    const requests = await confirmed();
    await requests.prepare(testOf(text), 0, "s");
    await change();
    const error: unknown = await requests.prepare(testOf(text), 0, "s").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RunFileError);
    expect((error as RunFileError).message).toMatch(problem);
  });

  test("nothing is sent when a variable of the environment has another value", async () => {
    const environment = { WHO: "customer-7421" };
    const requests = await confirmed(sourcesOf(environment));
    environment.WHO = "ceo";
    await expect(requests.prepare(testOf(text), 0, "s")).rejects.toThrow(/the value of \$\{env:WHO\} has changed/);
  });

  test("what couldn't be sent then isn't sent later, and neither is a test that wasn't confirmed", async () => {
    await rm(data());
    const requests = await confirmed();
    await writeFile(data(), "data");
    await expect(requests.prepare(testOf(text), 0, "s")).rejects.toThrow(/data\.txt doesn't exist/);
    const unasked = new GoldenRequests({ text, sources: sourcesOf() });
    await expect(unasked.prepare(testOf(text), 0, "s")).rejects.toThrow(/the file no longer contains this test/);
  });
});

test("a question is about the reads of the tests that will run, and ends when none of them is left", async () => {
  const outside = await mkdtemp(join(tmpdir(), "elsewhere-"));
  await writeFile(join(outside, "a.txt"), "for a");
  await writeFile(join(outside, "b.txt"), "for b");
  const reads = (name: string): string =>
    testText(name, { input: { text: `\${file:${join(outside, `${name}.txt`)}}` } });
  const text = `{"tests": [${reads("a")}, ${reads("b")}]}`;
  const asked: string[][] = [];
  const allow = (name: string) => {
    const sources = sourcesOf();
    const requests = new GoldenRequests({ text, sources });
    return requests.allow(
      (test) => test.name === name,
      async () => {
        asked.push(sources.gate.found.flatMap((each) => each.reads.map((read) => basename(read.name))));
        return true;
      },
    );
  };
  expect((await allow("a"))?.map(({ turns }) => turns[0]?.request.parsed.request.input)).toEqual([{ text: "for a" }]);
  expect(await allow("gone")).toEqual([]);
  expect(asked).toEqual([["a.txt"], ["a.txt"], []]);
  await rm(outside, { recursive: true });
});
