import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ReadGate } from "../../../../src/runFiles/consent/readGate.ts";
import { RunFileError } from "../../../../src/runFiles/errors.ts";
import { parseGoldenFile } from "../../../../src/runFiles/golden/goldenFile.ts";
import { goldenRequest } from "../../../../src/runFiles/golden/goldenRequest.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "golden-"));
  await writeFile(join(folder, "note.txt"), "two charges");
  await writeFile(join(folder, "invoice.pdf"), "%PDF");
});

afterAll(() => rm(folder, { recursive: true }));

const testText = (name: string, request: object): string =>
  `{"name": "${name}", "request": ${JSON.stringify(request)}, "checks": [{"status": "completed"}]}`;

async function requestOf(text: string, index = 0) {
  const sources = {
    runFilePath: join(folder, "a.golden.json"),
    environment: { WHO: "customer-7421" },
    workspaceFolder: folder,
    now: new Date(0),
    gate: new ReadGate({ source: "a.golden.json", folders: [folder] }),
  };
  const found = parseGoldenFile(text, "a.golden.json").tests[index];
  if (!found) throw new Error("The file has no such test");
  return goldenRequest(found, { text, sources });
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

test("each run has ids of its own", async () => {
  const text = testText("a", { input: { id: "${uuid}" } });
  const [one, other] = [await requestOf(text), await requestOf(text)];
  expect(one.request.input).not.toEqual(other.request.input);
});

test.each([
  [
    "a file that is missing",
    { input: {}, files: ["gone.pdf"] },
    /^a\.golden\.json, line 1, column \d+: request\.files\[0\] can't be attached/,
  ],
  ["a variable that isn't set", { input: { a: "${env:NOBODY}" } }, /the environment variable NOBODY isn't set/],
])("%s is told with its field", async (_, request, message) => {
  const error: unknown = await requestOf(testText("a", request)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RunFileError);
  expect((error as RunFileError).message).toMatch(message);
});

test("what another test of the file lacks is no problem", async () => {
  const text = `{"tests": [${testText("a", { input: {} })}, ${testText("b", { input: { x: "${env:NOBODY}" } })}]}`;
  expect((await requestOf(text)).request.input).toEqual({});
});

test("a text outside the folder isn't read before it is allowed", async () => {
  const outside = await mkdtemp(join(tmpdir(), "elsewhere-"));
  await writeFile(join(outside, "secret.txt"), "secret");
  const text = testText("a", { input: { a: `\${file:${join(outside, "secret.txt")}}` } });
  await expect(requestOf(text)).rejects.toThrow(/has no value here: what it reads wasn't allowed/);
  await rm(outside, { recursive: true });
});
