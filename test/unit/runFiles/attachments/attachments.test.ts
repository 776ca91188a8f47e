import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  attachmentPaths,
  attachmentProblems,
  lookedUpPaths,
  openAttachments,
} from "#runFiles/attachments/attachments.ts";
import { parseRunFile } from "#runFiles/parseRunFile.ts";
import { RunFileError } from "#runFiles/runFileError.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "attachments-"));
  await writeFile(join(folder, "receipt.png"), "12345");
});
afterEach(() => rm(folder, { recursive: true }));

const parse = (...files: string[]) => parseRunFile(JSON.stringify({ input: {}, files }), "a.run.json").parsed;

test("paths are relative to the run file, and no file comes twice", () => {
  const runFilePath = resolve("/w/runs/a.run.json");
  const paths = attachmentPaths(parse("b.png", "./b.png", "../c.png"), runFilePath, ["/w/runs/b.png", "/w/d.png"]);
  expect(paths.map(({ path, requested }) => [path, requested?.field])).toEqual([
    [resolve("/w/runs/b.png"), "files[0]"],
    [resolve("/w/c.png"), "files[2]"],
    [resolve("/w/d.png"), undefined],
  ]);
});

test("a missing file is an error at its place in the run file", async () => {
  const opening = openAttachments(parse("receipt.png", "gone.png"), join(folder, "a.run.json"), []);
  const error = await opening.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RunFileError);
  expect(error).toMatchObject({ field: "files[1]", line: 1, column: 36 });
  expect(String(error)).toMatch(/files\[1\].*gone\.png doesn't exist/);
});

test("a missing file can be another one of its folder, created or chosen, and a wrong one be chosen", async () => {
  await mkdir(join(folder, "scans"));
  await writeFile(join(folder, "scans", "page.png"), "");
  const parsed = parse("reciept.png", "scans/pag.png", "else.pdf", "scans");
  const problems = await attachmentProblems(parsed, join(folder, "a.run.json"));
  const choose = { title: "Choose File…", choosesFile: true };
  expect(problems.map(({ fixes }) => fixes)).toEqual([
    [
      { title: 'Change to "receipt.png"', text: '"receipt.png"' },
      { title: "Create reciept.png", creates: join(folder, "reciept.png") },
      choose,
    ],
    [
      { title: 'Change to "scans/page.png"', text: '"scans/page.png"' },
      { title: "Create pag.png", creates: join(folder, "scans/pag.png") },
      choose,
    ],
    [{ title: "Create else.pdf", creates: join(folder, "else.pdf") }, choose],
    [choose],
  ]);
});

test("every problem with attachments is reported at its place", async () => {
  const path = (name: string): string => join(folder, name);
  await mkdir(path("scans"));
  await symlink(path("nowhere"), path("dangling.pdf"));
  await writeFile(path("large.bin"), "");
  await truncate(path("large.bin"), 134_217_729);
  await writeFile(path("secret.txt"), "");
  await chmod(path("secret.txt"), 0);
  const unreadable = process.getuid?.() === 0 ? [] : ["secret.txt"];
  const names = ["receipt.png", "gone.png", "scans", "dangling.pdf", "large.bin", "receipt.png/x", "a\0b"];
  const parsed = parse(...names, ...unreadable);
  const problems = await attachmentProblems(parsed, path("a.run.json"));
  const words = [
    "gone.png doesn't exist.",
    "scans is a folder. Only files can be sent.",
    "dangling.pdf doesn't exist.",
    "large.bin is 128 MiB (134,217,729 bytes), but an app accepts at most 128 MiB (134,217,728 bytes).",
    "x doesn't exist.",
    "a\0b can't be read (ERR_INVALID_ARG_VALUE).",
    ...unreadable.map(() => "secret.txt can't be read: permission denied."),
  ].map((each, at) => expect.stringContaining(`files[${at + 1}] can't be attached: ${each}`) as string);
  expect(problems.map(({ problem }) => problem)).toEqual(words);
  expect(problems.map(({ field }) => field)).toEqual(words.map((_, at) => `files[${at + 1}]`));
  const text = JSON.stringify({ input: {}, files: parsed.files.map((file) => file.path) });
  for (const { offset, length } of problems) expect(text.slice(offset, offset + length)).toMatch(/^".*"$/);
});

/** On Windows, a look at such a path signs in to the machine that it names. */
test.each(["//", "\\\\", "\\/", "/\\"])(
  "a file on another machine (%s) isn't looked up while its run file is open",
  async (slashes) => {
    const parsed = parse(`${slashes}${join(folder, "gone.png").slice(1)}`, "gone.png");
    const problems = await attachmentProblems(parsed, join(folder, "a.run.json"));
    expect(problems.map(({ field }) => field)).toEqual(["files[1]"]);
    expect(lookedUpPaths(parsed, join(folder, "a.run.json"))).toEqual([join(folder, "gone.png")]);
  },
);
