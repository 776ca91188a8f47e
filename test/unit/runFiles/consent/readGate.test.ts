import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AllowedReads } from "#runFiles/consent/allowedReads.ts";
import { ReadGate } from "#runFiles/consent/readGate.ts";
import { readRunFile } from "#runFiles/parseRunFile.ts";
import { findValues, type VariableSources } from "#runFiles/variables/variableValues.ts";

let base: string;
let root: string;
let outside: string;

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "gate-")));
  root = join(base, "project");
  outside = join(base, "project-secrets");
  await mkdir(join(root, "docs"), { recursive: true });
  await mkdir(outside);
  await writeFile(join(outside, "id_rsa"), "PRIVATE");
  await writeFile(join(root, "receipt.png"), "1");
  await symlink(outside, join(root, "docs/link"));
  await symlink(join(outside, "id_rsa"), join(root, "notes.txt"));
});

afterEach(() => rm(base, { recursive: true, force: true }));

type Saving = { workspaceFolder: string | undefined };
const gateOf = (more: { folders?: string[]; onlyTexts?: boolean; saving?: Saving } = {}): ReadGate =>
  new ReadGate({ source: "a", folders: [root], ...more });

/** Looks at a request as the commands do, once. */
async function look(
  request: object,
  gate: ReadGate,
  more: { selected?: string[]; connection?: string } = {},
): Promise<string[]> {
  const text = JSON.stringify(request);
  const runFilePath = join(root, "a.run.json");
  const { variables } = readRunFile(text, "a.run.json");
  const sources: VariableSources = {
    runFilePath,
    environment: { DYNAMIQ_GATE: outside },
    workspaceFolder: root,
    now: new Date(0),
    ask: async () => Promise.resolve("x"),
    gate,
  };
  const valueOf = await findValues(variables, sources);
  const { parsed } = readRunFile(text, "a.run.json", valueOf);
  await gate.look({ text, runFilePath, variables, parsed, ...more });
  return gate.found.flatMap(({ reads }) => reads.map(({ kind, name }) => `${kind} ${name.replace(base, "")}`));
}

describe("the reads of a run file", () => {
  test.each([
    ["of its own folder", { files: ["receipt.png", "./docs/../receipt.png"] }, []],
    [
      "beside the workspace, in a folder whose name begins the same",
      { files: ["../project-secrets/id_rsa"] },
      ["attachment /project-secrets/id_rsa"],
    ],
    ["by a link to a file", { files: ["notes.txt"] }, ["attachment /project-secrets/id_rsa"]],
    ["through a folder that is a link", { files: ["docs/link/id_rsa"] }, ["attachment /project-secrets/id_rsa"]],
    ["as a text", { input: { a: "${file:notes.txt}" } }, ["text /project-secrets/id_rsa"]],
    ["out of the environment", { input: { a: "${env:DYNAMIQ_GATE}" } }, ["variable DYNAMIQ_GATE"]],
    [
      "by a path that a variable makes",
      { files: ["${env:DYNAMIQ_GATE}/id_rsa"] },
      ["attachment /project-secrets/id_rsa", "variable DYNAMIQ_GATE"],
    ],
    ["that isn't there", { files: ["../gone.txt", "docs/link/gone.txt"] }, []],
  ])("%s", async (_, request, found) => {
    expect(await look({ input: {}, ...request }, gateOf())).toEqual(found);
  });

  test("don't change when the folder is opened through a link", async () => {
    const link = join(base, "link-to-project");
    await symlink(root, link);
    expect(await look({ input: {}, files: ["receipt.png", "notes.txt"] }, gateOf({ folders: [link] }))).toEqual([
      "attachment /project-secrets/id_rsa",
    ]);
  });

  test("include the file for the output, unless it is data, is refused or isn't written", async () => {
    const saved = (saveTo: string, more: Parameters<typeof gateOf>[0] = { saving: { workspaceFolder: root } }) =>
      look({ input: {}, saveTo }, gateOf(more));
    expect(await saved("conftest.py")).toEqual(["output /project/conftest.py"]);
    expect(await saved("out/answer.json")).toEqual([]);
    expect(await saved(".envrc")).toEqual([]);
    expect(await saved("conftest.py", {})).toEqual([]);
    expect(await saved("conftest.py", { saving: { workspaceFolder: root }, onlyTexts: true })).toEqual([]);
    await mkdir(join(root, "src"));
    await symlink("src", join(root, "out"));
    expect(await saved("out/conftest.py")).toEqual(["output /project/src/conftest.py"]);
    expect(await saved("${env:DYNAMIQ_GATE}.py")).toEqual(["variable DYNAMIQ_GATE"]);
  });

  test("include a connection that isn't active, and selected links out of the workspace", async () => {
    const selected = [join(root, "notes.txt"), join(root, "receipt.png"), join(outside, "id_rsa")];
    expect(await look({ input: {} }, gateOf(), { selected, connection: "Production" })).toEqual([
      "attachment /project-secrets/id_rsa",
      "connection Production",
    ]);
  });

  test("name a link, and their version changes only with the content", async () => {
    const found = async () => {
      const gate = gateOf();
      await look({ input: {}, files: ["notes.txt"] }, gate);
      return gate.found[0]?.reads[0];
    };
    const before = await found();
    expect(before).toMatchObject({ name: join(outside, "id_rsa"), through: "notes.txt" });
    expect(await found()).toEqual(before);
    await writeFile(join(outside, "id_rsa"), "PRIVATE, changed");
    expect((await found())?.version).not.toBe(before?.version);
  });
});

test("a text outside is read only after it was allowed, and then its own reads are asked about, too", async () => {
  await writeFile(join(outside, "path.txt"), "../project-secrets/id_rsa");
  const gate = gateOf();
  const request = { input: {}, files: ["${file:docs/link/path.txt}"] };
  expect(await look(request, gate)).toEqual(["text /project-secrets/path.txt"]);
  expect(gate.isFinished).toBe(false);
  gate.allow();
  expect(await look(request, gate)).toEqual(["attachment /project-secrets/id_rsa", "text /project-secrets/path.txt"]);
  expect(gate.isFinished).toBe(true);
});

describe("allowed reads", () => {
  const destination = { id: "c1", baseUrl: "https://one.example.com" };
  const read = { kind: "attachment", name: "/home/mia/.ssh/id_rsa", version: "1" } as const;
  const source = { source: "a", content: "text", reads: [read] };
  const stored = new Map<string, unknown>();
  const open = () =>
    new AllowedReads({
      get: (key) => stored.get(key),
      update: async (key, value) => void stored.set(key, structuredClone(value)),
    });
  beforeEach(() => stored.clear());

  const others = {
    "the run file's text": [{ ...source, content: "other" }, destination],
    "what it reads": [{ ...source, reads: [{ ...read, version: "2" }] }, destination],
    "the run file": [{ ...source, source: "b" }, destination],
    "the name of what it reads": [{ ...source, reads: [{ ...read, name: "/home/mia/.ssh/id_ed25519" }] }, destination],
    "the way it reads": [{ ...source, reads: [{ ...read, kind: "text" as const }] }, destination],
    "the connection": [source, { ...destination, id: "c2" }],
    "the connection's address": [source, { ...destination, baseUrl: "https://two.example.com" }],
  } as const;

  test.each(Object.entries(others))("once are asked about again with another value of %s", (_, [changed, where]) => {
    const allowed = open();
    allowed.allowOnce([source], destination);
    expect(allowed.notAllowed([source], destination)).toEqual([]);
    expect(allowed.notAllowed([changed], where)).toEqual([changed]);
    expect(open().notAllowed([source], destination)).toEqual([source]);
  });

  test.each(Object.entries(others))(
    "always apply in other windows, and with another value of %s only where that is content",
    async (what, [changed, where]) => {
      await open().allowAlways([source], destination);
      const isContent = what === "the run file's text" || what === "what it reads";
      expect(open().notAllowed([changed], where)).toEqual(isContent ? [] : [changed]);
    },
  );
});
