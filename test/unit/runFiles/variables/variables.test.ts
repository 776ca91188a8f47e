import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isUuid } from "#base/uuid.ts";
import { ReadGate } from "#runFiles/consent/readGate.ts";
import { parseRunFile, readRunFile } from "#runFiles/parseRunFile.ts";
import { escapeVariables, templateParts } from "#runFiles/variables/variables.ts";
import { findValues, type VariableSources } from "#runFiles/variables/variableValues.ts";

let folder: string;
let asked: string[];
let sources: VariableSources;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "variables-"));
  asked = [];
  sources = {
    runFilePath: join(folder, "a.run.json"),
    gate: new ReadGate({ source: "a", folders: [folder] }),
    environment: { NAME: "mia", KEY: "dynamiq_acc_SECRETSECRET", PREFIX: "dynamiq_acc_" },
    workspaceFolder: "/home/mia/tickets",
    now: new Date("2026-11-24T22:40:00Z"),
    ask: async (label) => {
      asked.push(label);
      return `said for ${label}`;
    },
  };
});
afterEach(() => rm(folder, { recursive: true }));

/** Reads a request as it is sent. */
async function fill(request: unknown) {
  const text = typeof request === "string" ? request : JSON.stringify(request);
  const { variables } = readRunFile(text, "a.run.json");
  const valueOf = await findValues(variables, sources);
  return valueOf && parseRunFile(text, "a.run.json", valueOf);
}

test("a new session is another one in each run, and a field of an input with this name stays as it is", async () => {
  const sessions = [await fill({ input: {}, session: "new" }), await fill({ input: {}, session: "new" })];
  const ids = sessions.map((filled) => filled?.parsed.request.session_id ?? "");
  expect(ids.map(isUuid)).toEqual([true, true]);
  expect(ids[0]).not.toBe(ids[1]);
  const input = { session: "new", nested: { session: "new" } };
  expect((await fill(input))?.parsed.request).toEqual({ input });
  expect((await fill({ input }))?.parsed.request).toEqual({ input });
});

test("every string of a request is filled in, but not the names of fields", async () => {
  await writeFile(join(folder, "body.txt"), '\uFEFFDear "${env:NAME}",\n');
  const filled = await fill({
    input: { "${env:NAME}": ["Hello ${env:NAME}, ${env:NAME}", { text: "${file:body.txt}" }], at: "${now}" },
    user_id: "${env:NAME}-${prompt:Number}",
    session_id: "${uuid}",
    files: ["${workspaceFolder}/a.png"],
    connection: "${prompt:App}",
    saveTo: "${prompt:Number}.json",
  });
  const { request, files, connection, saveTo } = filled?.parsed ?? {};
  expect(request).toMatchObject({
    input: { "${env:NAME}": ["Hello mia, mia", { text: 'Dear "${env:NAME}",\n' }], at: "2026-11-24T22:40:00.000Z" },
    user_id: "mia-said for Number",
  });
  expect(isUuid(request?.session_id ?? "")).toBe(true);
  expect(files?.map(({ path }) => path)).toEqual(["/home/mia/tickets/a.png"]);
  expect([connection?.text, saveTo?.text]).toEqual(["said for App", "said for Number.json"]);
  expect(asked).toEqual(["Number", "App"]);
});

test("a literal text is written with one more dollar, and any text can be", () => {
  const meant = (text: string): string => {
    const [part, ...more] = templateParts(text).filter(({ kind }) => kind !== "text");
    expect([part, ...more]).toEqual([undefined]);
    return templateParts(text)
      .map((each) => (each.kind === "text" ? each.text : ""))
      .join("");
  };
  expect(meant("costs $5, $${env:X}, {a} $ $$")).toBe("costs $5, ${env:X}, {a} $ $$");
  const text = fc.array(fc.constantFrom("$", "{", "}", "a", ":")).map((parts) => parts.join(""));
  fc.assert(fc.property(text, (each) => meant(escapeVariables(each)) === each));
});

describe("a variable without a value is reported at its place", () => {
  const problem = async (text: string) => {
    const { variables } = readRunFile(text, "a.run.json");
    const valueOf = await findValues(variables, sources);
    return readRunFile(text, "a.run.json", valueOf).problems[0];
  };

  test.each([
    [
      '{"a": "x ${env:NO_SUCH}"}',
      10,
      14,
      "the environment variable NO_SUCH isn't set for VS Code. Set it, then restart VS Code.",
    ],
    [
      '{"a": "${file:gone.txt}"}',
      8,
      16,
      "${file} can't be read: gone.txt doesn't exist. Its path is relative to this file.",
    ],
    ['{"a": "${file:scan.bin}"}', 8, 16, /scan\.bin isn't valid UTF-8\. Attach it with "files" instead\./],
    ['{"a": "${env:KEY}"}', 7, 12, /with its variables filled in, a looks like an access key/],
    ['{"input": {}, "session_id": "${env:NAME}"}', 29, 13, /session_id must be a UUID/],
    ['{"input": {}, "mode": "${env:NAME}"}', 23, 13, /mode must be "stream"/],
  ])("%s", async (text, column, length, words) => {
    await writeFile(join(folder, "scan.bin"), Buffer.from([0xff, 0xfe, 0x00]));
    const found = await problem(text);
    expect(found).toMatchObject({ line: 1, column, length });
    expect(found?.problem).toMatch(words);
    expect(JSON.stringify(found)).not.toContain("SECRET");
    expect(asked).toEqual([]);
  });
});
