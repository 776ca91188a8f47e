import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readBatch } from "#runFiles/batches/batchFile.ts";
import { ReadGate } from "#runFiles/consent/readGate.ts";
import { openWithConsent, readWithConsent, untilAllowed } from "#runFiles/consent/readWithConsent.ts";
import { parseRunFile } from "#runFiles/parseRunFile.ts";
import type { ValueOf } from "#runFiles/variables/filledTexts.ts";

let base: string;
let folder: string;
/** What happened, in order. */
let said: string[];

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "consent-")));
  folder = join(base, "project");
  said = [];
  await mkdir(folder);
  await writeFile(join(base, "first.txt"), "${file:../second.txt}");
  await writeFile(join(base, "second.txt"), "PRIVATE");
});

afterEach(() => rm(base, { recursive: true, force: true }));

type Ask = (label: string) => Promise<string | undefined>;

/** Reads a run file in the folder. @param mayRead answers the question about these names */
function read(request: object, mayRead: (names: string[]) => boolean, ask: Ask = async (label) => label) {
  const text = JSON.stringify(request);
  const gate = new ReadGate({ source: "a", folders: [folder] });
  const parse = (valueOf?: ValueOf) => {
    const { parsed, variables } = parseRunFile(text, "a.run.json", valueOf);
    if (valueOf) said.push(`reads: ${JSON.stringify(parsed.request.input)}`);
    return { parsed, variables, requests: [{ parsed }] };
  };
  const file = {
    text,
    runFilePath: join(folder, "a.run.json"),
    environment: {},
    workspaceFolder: folder,
    gate,
    ask: (label: string) => {
      said.push(`prompt: ${label}`);
      return ask(label);
    },
    parse,
  };
  return readWithConsent(file, async () => {
    const names = gate.found.flatMap(({ reads }) => reads.map(({ name }) => basename(name)));
    said.push(`may read: ${names.join()}`);
    return mayRead(names);
  });
}

test("a text is opened only after it was allowed, and everything is asked about at last, each prompt once", async () => {
  const request = { input: { a: "${file:../first.txt}", b: "${prompt:Subject}" }, files: ["../second.txt"] };
  const allowed = await read(request, () => true);
  expect(allowed?.reading.parsed.request.input).toEqual({ a: "${file:../second.txt}", b: "Subject" });
  const asked = "may read: second.txt,first.txt";
  const reads = ['reads: {"b":"Subject"}', 'reads: {"a":"${file:../second.txt}","b":"Subject"}'];
  expect(said).toEqual(["prompt: Subject", reads[0], asked, reads[1], asked]);
});

test("a canceled prompt asks about nothing, and a problem is thrown before anything is asked", async () => {
  expect(
    await read(
      { input: { a: "${prompt:Subject}" } },
      () => true,
      async () => undefined,
    ),
  ).toBeUndefined();
  expect(said).toEqual(["prompt: Subject"]);
  said = [];
  await expect(read({ input: {}, mode: "${file:missing.txt}" }, () => true)).rejects.toThrow("can't be read");
  expect(said).toEqual([]);
});

test("a file that became a link to another one isn't what was allowed", async () => {
  await writeFile(join(folder, "notes.txt"), "ours");
  const allowed = await read({ input: {}, files: ["notes.txt"] }, () => true);
  expect(await allowed?.findsTheSame()).toBe(true);
  await rm(join(folder, "notes.txt"));
  await symlink(join(base, "second.txt"), join(folder, "notes.txt"));
  expect(await allowed?.findsTheSame()).toBe(false);
});

test("a line of a batch that can't be sent asks for none of its texts, and the others are read with theirs", async () => {
  const gate = new ReadGate({ source: "a", folders: [folder] });
  const sources = { environment: {}, workspaceFolder: folder, now: new Date(0), ask: async () => "", gate };
  const lines = ['{"a": "${file:../first.txt}", "b": "${env:DYNAMIQ_NOT_SET}"}', '{"a": "${file:../second.txt}"}'].join(
    "\n",
  );
  const text = { size: async () => lines.length, text: async () => lines };
  const file = { path: join(folder, "a.jsonl"), name: "a.jsonl", isLines: true, ...text };
  let reads = 0;
  const read = async () => {
    // Without an end it would go on for ever.
    if (++reads > 5) throw new Error("It is read again and again.");
    return readBatch([{ ...file, sources: { ...sources, runFilePath: file.path } }]);
  };
  const asked: string[][] = [];
  const found = await untilAllowed([gate], read, async () => {
    asked.push(gate.found.flatMap((each) => each.reads.map(({ name }) => basename(name))));
    return true;
  });
  expect(found?.map(({ problem, request }) => problem ?? request?.input)).toEqual([
    expect.stringContaining("DYNAMIQ_NOT_SET isn't set"),
    { a: "PRIVATE" },
  ]);
  expect(asked).toEqual([["second.txt"], ["second.txt"]]);
});

test("a file that becomes a link while the person reads the question is asked about again", async () => {
  const path = join(base, "notes.txt");
  await writeFile(path, "hello");
  const gate = new ReadGate({ source: "again", folders: [folder] });
  const files = await openWithConsent(
    [path],
    gate,
    () => gate.lookAtPaths([path]),
    async () => {
      const [name = ""] = gate.found.flatMap(({ reads }) => reads.map((read) => basename(read.name)));
      said.push(name);
      if (name === "second.txt") return false;
      await rm(path);
      await symlink(join(base, "second.txt"), path);
      return true;
    },
  );
  expect(files).toBeUndefined();
  expect(said).toEqual(["notes.txt", "second.txt"]);
});
