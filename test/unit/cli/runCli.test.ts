import { EventEmitter } from "node:events";
import { rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli } from "#cli/runCli.ts";
import { Interrupts } from "#cli/shell/interrupts.ts";
import type { Shell } from "#cli/shell/shell.ts";
import { temporaryFolder } from "../../harness/paths.ts";

const files: Record<string, unknown> = {
  "a.run.json": { input: { who: "Mia" } },
  "broken.run.json": `{"input": nothing}`,
  "two.run.json": { input: {}, mode: "later", session_id: "none" },
  "secret.run.json": { input: { secret: "dynamiq_acc_12345678901234567890" } },
  "prompt.run.json": { input: { order: "${prompt:Order number}" } },
  "unset.run.json": { input: { order: "${env:NOWHERE}" } },
  "variable.run.json": { input: { order: "${env:HOME}" } },
  "missing.run.json": { input: {}, files: ["missing.png"] },
  "export.run.json": `{"format":"dynamiq-runs-export","version":1}`,
  "many.jsonl": `{"input":{}}`,
  "through.run.json": { input: {}, saveTo: "a.run.json/out.json" },
  "away.run.json": { input: {}, saveTo: "../out.json" },
  "hidden.run.json": { input: {}, saveTo: ".git/hooks/pre-commit" },
  "program.run.json": { input: { home: "${env:HOME}" }, saveTo: "conftest.py" },
  "latin.run.json": Buffer.from([0x22, 0xe9, 0x22]),
  "wrong.golden.json": { name: "A", request: { input: {} }, checks: [{ status: "done" }] },
  "prompt.golden.json": { name: "A", request: { input: { a: "${prompt:B}" } }, checks: [{ status: "completed" }] },
  "unset.golden.json": { name: "A", request: { input: { a: "${env:NOWHERE}" } }, checks: [{ status: "completed" }] },
  "variable.golden.json": { name: "A", request: { input: { a: "${env:HOME}" } }, checks: [{ status: "completed" }] },
};

let outer: Awaited<ReturnType<typeof temporaryFolder>>;
let inner: Awaited<ReturnType<typeof temporaryFolder>>;

beforeEach(async () => {
  [outer, inner] = [await temporaryFolder(), await temporaryFolder()];
  await writeFile(join(outer.path, "outside.txt"), "outside");
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content);
    await writeFile(join(inner.path, name), text);
  }
});

afterEach(async () => {
  await outer.remove();
  await inner.remove();
});

/** Runs the command line in this process. It must end before it talks to anybody: nobody listens at the address. */
async function run(args: readonly string[], more: Partial<Shell> = {}) {
  const told = { out: "", err: "" };
  const shell: Shell = {
    environment: { DYNAMIQ_APP_URL: "http://127.0.0.1:9", HOME: "/home/mia" },
    folder: inner.path,
    input: Readable.from([]),
    output: new Writable(),
    out: (text) => void (told.out += text),
    err: (text) => void (told.err += text),
    hasColors: false,
    ...more,
  };
  const interrupts = new Interrupts(new EventEmitter());
  const code = await runCli(args, {
    shell,
    interrupts,
    version: "1.2.3",
    userAgent: "test",
    workerFile: "",
    skillsFolder: "",
  });
  interrupts.dispose();
  return { code, ...told };
}

test.each([
  [["run", "a.run.json", "--app", "https://me:hush@example.com"], "must not contain a user name or password"],
  [["run", "prompt.run.json"], "${prompt:Order number} needs a value, but there is no terminal to ask for it."],
  [["run", "variable.run.json"], "To allow it, add --allow-env HOME."],
  [["run", "export.run.json"], "contains exported runs"],
  [["run", "away.run.json"], "saveTo must be inside the workspace folder"],
  [
    ["run", "hidden.run.json"],
    "saveTo can't use .git: names with a leading dot are reserved for tools. Use another name.",
  ],
  [["run", "program.run.json", "--allow-env", "HOME"], "/conftest.py\nTo allow it, add --allow-write /"],
  [["run", "program.run.json"], /To allow it, add --allow-env HOME --allow-write \/\S+\/conftest\.py\.\n$/],
  [["run", "program.run.json", "--allow-write", "other.py"], "To allow it, add --allow-env HOME --allow-write /"],
  [["run", "program.run.json", "--allow-write", "conftest.py"], /To allow it, add --allow-env HOME\.\n$/],
  [["run", "a.run.json", "--json", "no/such/out.json"], "the folder of no/such/out.json doesn't exist"],
  [["run", "through.run.json"], "saveTo (a.run.json/out.json) can't be written (ENOTDIR). Specify another file."],
  [["test", "wrong.golden.json"], "wrong.golden.json:1:"],
  [["test", "prompt.golden.json"], "${prompt} can't be used in a golden test, because no one can be asked."],
  [
    ["test", "variable.golden.json", "--allow-env", "HOME", "--junit", "no/out.xml"],
    "--junit: the folder of no/out.xml",
  ],
])("%j ends with 2 and says %s", async (args, says) => {
  const ended = await run(args);
  expect(ended).toMatchObject({ code: 2, out: "" });
  if (typeof says === "string") expect(ended.err).toContain(says);
  else expect(ended.err).toMatch(says);
  expect(ended.err).not.toContain("hush");
});

test.each([
  ["a personal token", "dyn_pat_0123456789", "Apps reject personal access tokens"],
  ["a key with a space", "dynamiq_acc_01 23456789", "contains a space"],
])("%s in the environment is refused and not repeated", async (_, key, says) => {
  const environment = { DYNAMIQ_APP_URL: "http://127.0.0.1:9", DYNAMIQ_ACCESS_KEY: key };
  const ended = await run(["run", "a.run.json"], { environment });
  expect(ended).toMatchObject({ code: 2, err: expect.stringContaining(says) });
  expect(ended.err).not.toContain(key);
});

describe("what isn't of the current folder", () => {
  test("is asked about on a terminal, and isn't sent unless the person agrees", async () => {
    const asked: string[] = [];
    const ask = async (question: string): Promise<string> => {
      asked.push(question);
      return asked.length === 1 ? "4411" : "no";
    };
    await writeFile(
      join(inner.path, "ask.run.json"),
      JSON.stringify({ input: { a: "${prompt:Order}", b: "${env:HOME}", c: "${prompt:Order}" } }),
    );
    const ended = await run(["run", "ask.run.json"], { ask });
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toContain("environment variable HOME");
    expect(ended.err).toMatch(/Nothing was sent\.\n$/);
    expect(asked).toEqual(["Order: ", "Send it? [y/N] "]);
  });
});

test("an output that isn't data is asked about apart from what is sent", async () => {
  const asked: string[] = [];
  const ask = async (question: string): Promise<string> => {
    asked.push(question);
    return asked.length === 1 ? "y" : "no";
  };
  const ended = await run(["run", "program.run.json"], { ask });
  expect(ended).toMatchObject({ code: 2, out: "" });
  expect(ended.err).toContain("consent to save the run's output to a file that programs may run or read as settings");
  expect(ended.err).toMatch(/conftest\.py\nNothing was sent\.\n$/);
  expect(asked).toEqual(["Send it? [y/N] ", "Save it there? [y/N] "]);
});

test("a file that becomes a link while the person reads a question isn't sent", async () => {
  await writeFile(join(outer.path, "other.txt"), "never asked about");
  await writeFile(join(inner.path, "inside.txt"), "inside");
  const content = { input: {}, files: ["inside.txt", join(outer.path, "outside.txt")] };
  await writeFile(join(inner.path, "linked.run.json"), JSON.stringify(content));
  const asked: string[] = [];
  const ask = async (question: string): Promise<string> => {
    asked.push(question);
    await rm(join(inner.path, "inside.txt"));
    await symlink(join(outer.path, "other.txt"), join(inner.path, "inside.txt"));
    return "y";
  };
  const { code, err } = await run(["run", "linked.run.json", "--background"], { ask });
  expect(asked).toHaveLength(1);
  expect([code, err]).toEqual([2, expect.stringContaining("was replaced after it was checked, so nothing was sent")]);
});
