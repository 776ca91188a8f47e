import { EventEmitter } from "node:events";
import { mkdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CreateRunRequest } from "#api/contract.ts";
import { jsonText } from "#api/http/requestBody.ts";
import { fileFromPath } from "#api/upload/fileSource.ts";
import { parseJson } from "#base/json/parseJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { runCli } from "#cli/runCli.ts";
import { Interrupts } from "#cli/shell/interrupts.ts";
import type { Shell } from "#cli/shell/shell.ts";
import { confirmationFor } from "#features/agents/core/callTool.ts";
import type { Confirmation } from "#runs/questions/confirmation.ts";
import { fileFact, requestFacts } from "#runs/questions/requestFacts.ts";
import { Cover } from "#runs/values/cover.ts";
import { temporaryFolder } from "../../../harness/paths.ts";
import { accessKey } from "../../../integration/api/servers.ts";
import { type RecordingApp, startRecordingApp } from "../../../support/agentTools/recordingApp.ts";
import { openToolWorld, type ToolWorld } from "../../../support/agentTools/toolWorld.ts";
import { cases } from "../../../support/cases.ts";
import { newCreator } from "../../../support/newCreator.ts";

/*
 * Whatever a person is shown before an effect is what the app then gets, byte for byte, or the app gets nothing. The
 * app is a server that keeps the bytes of every request. Between the question and the request, files change and become
 * links.
 */

let app: RecordingApp;
let world: ToolWorld;
let home: Awaited<ReturnType<typeof temporaryFolder>>;
let folder: string;
const secret = "what is outside the workspace";

beforeAll(async () => {
  home = await temporaryFolder();
  folder = join(home.path, "workspace");
  await mkdir(folder);
  await writeFile(join(home.path, "outside.txt"), secret);
  app = await startRecordingApp();
  world = await openToolWorld({ baseUrl: app.url, accessKey, folder });
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
  await home.remove();
});

/** Characters that a screen hides, joins or reorders, and those that end a line or a word of a question. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom("\n", "\r", "\t", "  ", "\u00a0", "\u202e", "\u200b", "\u2028", "\ufeff", "\u{e0041}", "\u0000"),
      fc.constantFrom('"', "\\", "\\u202e", "$${", " (proposed: 1)", "\nHost: other", "👨‍👩‍👧", "é", "a"),
      fc.string({ unit: "binary", maxLength: 8 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join("").replaceAll(/\$(?!\$\{)/g, ""));
/**
 * After an object with the name `\`, V8 13.6 reads a name that begins with an escape as `\` too:
 * `JSON.parse('{"\\\\":1}')`, then `JSON.parse('{"\\n":1}')`. The test reads the lines of questions with it.
 */
const fieldName = text.filter((name) => !name.includes("\\"));
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.constantFrom(null, true, 0, -0.5, 1e21, 12.25),
    fc.array(tie("value"), { maxLength: 30 }),
    fc.dictionary(fieldName, tie("value"), { maxKeys: 30 }),
  ),
})).value;

/** What happens between the question and the request. */
const mischief = fc.constantFrom("nothing", "content", "link", "run file", "link in place of the run file");
type Mischief = "nothing" | "content" | "link" | "run file" | "link in place of the run file";

let overwrites = 0;

/** The clock of a disk may be slower than this test: each time is another one. */
async function overwrite(file: string, content: string): Promise<void> {
  await writeFile(file, content);
  await utimes(file, new Date(), new Date(Date.now() + 5_000 * ++overwrites));
}

async function doMischief(kind: Mischief): Promise<void> {
  const [file, runFile] = [join(folder, "a.txt"), join(folder, "a.run.json")];
  if (kind === "content") await overwrite(file, "evil!");
  if (kind === "run file") await writeFile(runFile, JSON.stringify({ input: "evil" }));
  if (kind !== "link" && kind !== "link in place of the run file") return;
  const path = kind === "link" ? file : runFile;
  await rm(path, { force: true });
  await symlink(join(home.path, "outside.txt"), path);
}

const request = fc.record(
  {
    input: fc.dictionary(fieldName, json, { maxKeys: 8 }),
    user_id: text.filter((user) => user.trim() !== ""),
    session_id: fc.uuid(),
    file_ids: fc.array(fc.uuid(), { minLength: 1, maxLength: 3 }),
    files: fc.constant(["a.txt"]),
  },
  { requiredKeys: ["input"] },
);

/** A request that fits into any question, and is sent unless its file changes. */
const plain = { input: {}, files: ["a.txt"] as const };

/** The value after a fact's name, as it was written there. */
function fact({ facts }: Pick<Confirmation, "facts">, name: string): string | undefined {
  return facts.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
}

function unquoted(shown: string | undefined): string | undefined {
  return shown?.startsWith('"') ? (JSON.parse(shown) as string) : shown;
}

/** Checks that what the app got since is exactly what the question says, or nothing. @returns how many requests */
function expectConfirmed(confirmation: Pick<Confirmation, "facts"> | undefined, before: number): number {
  const writes = app.writes.slice(before);
  expect(writes.length).toBeLessThanOrEqual(1);
  const [write] = writes;
  if (!write) return 0;
  expectOneConfirmed(confirmation, write);
  return 1;
}

function expectOneConfirmed(
  confirmation: Pick<Confirmation, "facts"> | undefined,
  write: RecordingApp["writes"][number],
): void {
  if (!confirmation) throw new Error("Nobody was asked.");
  expect(fact(confirmation, "Host")).toBe(write.host);
  const sent = sentIn(write);
  const input = JSON.parse(fact(confirmation, "Input") ?? "null") as object;
  expect(stringifyJson(input)).toBe(stringifyJson(JSON.parse(sent("input") ?? "null")));
  expect(unquoted(fact(confirmation, "User"))).toBe(sent("user_id"));
  expect(unquoted(fact(confirmation, "Session"))).toBe(sent("session_id"));
  const uploads = confirmation.facts.filter((line) => line.startsWith("Upload: "));
  expect(uploads).toEqual(uploadsIn(write).map((id) => `Upload: ${id}`));
  const files = write.files.map(({ name, bytes }) => `${name} (${bytes.length} B)`);
  expect(confirmation.facts.filter((line) => line.startsWith("Attachment: "))).toEqual(
    files.map((file) => `Attachment: ${file}`),
  );
  for (const { bytes } of write.files) expect(bytes.toString()).toBe("hello");
  const named = new Set(["input", "background", "user_id", "session_id", "file_ids"]);
  expect(write.fields.filter(({ name }) => !named.has(name))).toEqual([]);
}

/** The text of a field: of a string itself, of another value its JSON. A form has strings without quotes. */
function sentIn({ fields, files }: RecordingApp["writes"][number]): (name: string) => string | undefined {
  const isForm = files.length > 0;
  return (name) => {
    const value = fields.find((field) => field.name === name)?.value;
    return !isForm && value?.startsWith('"') ? (JSON.parse(value) as string) : value;
  };
}

/** The ids of the uploads. A form has a field for each. */
function uploadsIn({ fields, files }: RecordingApp["writes"][number]): string[] {
  const values = fields.filter(({ name }) => name === "file_ids").map(({ value }) => value);
  return files.length > 0 ? values : values.flatMap((ids) => JSON.parse(ids) as string[]);
}

async function writeRequest(content: object): Promise<void> {
  for (const name of ["a.txt", "a.run.json"]) await rm(join(folder, name), { force: true });
  await writeFile(join(folder, "a.txt"), "hello");
  await writeFile(join(folder, "a.run.json"), JSON.stringify(content));
}

const signal = new AbortController().signal;
const path = "a.run.json";

test("a run file of an agent: what a dialog shows is sent, or nothing", async () => {
  let sent = 0;
  const property = fc.asyncProperty(
    request,
    mischief,
    fc.integer({ min: 1, max: 2 }),
    async (content, kind, repeats) => {
      await writeRequest(content);
      for (let repeat = 0; repeat < repeats; repeat++) {
        const before = app.writes.length;
        world.asked.length = 0;
        world.whileAsked = () => doMischief(kind);
        await world.call("runFile", { path });
        const count = expectConfirmed(world.asked[0], before);
        // Nothing changed, so nothing stops it.
        if (kind === "nothing" && world.asked.length > 0) expect(count).toBe(1);
        sent += count;
      }
    },
  );
  await fc.assert(property, { ...cases(40), examples: [[plain, "nothing", 1]] });
  world.whileAsked = undefined;
  expect(sent).toBeGreaterThan(0);
  expect(app.writes.some(({ files }) => files.some(({ bytes }) => bytes.includes(secret)))).toBe(false);
});

test("a run file of the chat: what VS Code shows is sent, or the call isn't confirmed", async () => {
  let sent = 0;
  const property = fc.asyncProperty(request, mischief, async (content, kind) => {
    await writeRequest(content);
    const shown = await confirmationFor("runFile", { path }, world.host, signal).catch(() => undefined);
    await doMischief(kind);
    const before = app.writes.length;
    world.agreesTo = ({ fingerprint }) => fingerprint === shown?.fingerprint;
    await world.call("runFile", { path });
    const count = expectConfirmed(shown, before);
    expect(count).toBe(kind === "nothing" && shown ? 1 : count);
    sent += count;
  });
  await fc.assert(property, { ...cases(40), examples: [[plain, "nothing"]] });
  world.agreesTo = undefined;
  expect(sent).toBeGreaterThan(0);
});

const inNewSession = "Session: a new one for all turns";

test("a golden conversation: every turn sends what the question names for it, in one session, or it ends", async () => {
  let [sent, stopped] = [0, 0];
  const moment = fc.constantFrom("question", "first run");
  const kinds = fc.constantFrom<Mischief>("nothing", "content", "link");
  const turns = fc.array(request, { minLength: 1, maxLength: 3 });
  const property = fc.asyncProperty(turns, kinds, moment, async (contents, kind, when) => {
    await writeRequest({});
    const user = contents[0]?.user_id;
    const written = {
      name: "a",
      request: user === undefined ? undefined : { user_id: user },
      turns: contents.map(({ input, files, file_ids }) => ({
        input,
        file_ids,
        files,
        checks: [{ status: "completed" }],
      })),
    };
    await writeFile(join(folder, "a.golden.json"), JSON.stringify(written));
    const before = app.writes.length;
    world.asked.length = 0;
    let done: Promise<void> | undefined;
    const once = (): Promise<void> => (done ??= doMischief(kind));
    world.whileAsked = when === "question" ? once : undefined;
    app.onWrite = when === "first run" ? once : undefined;
    await world.call("runGoldenTests", { paths: ["a.golden.json"] });
    const writes = app.writes.slice(before);
    const [confirmation] = world.asked;
    const facts = confirmation?.facts ?? [];
    const sessions = new Set<string | undefined>();
    for (const [index, write] of writes.entries()) {
      const [from, to] = [facts.indexOf(`Turn ${index + 1}:`), facts.indexOf(`Turn ${index + 2}:`)];
      expect(from).toBeGreaterThan(0);
      const ofTurn = [facts[0]!, ...facts.slice(from, to < 0 ? facts.indexOf(inNewSession) : to)];
      // A form has it without quotes.
      sessions.add(write.fields.find(({ name }) => name === "session_id")?.value.replaceAll('"', ""));
      const fields = write.fields.filter(({ name }) => name !== "session_id");
      expectOneConfirmed({ facts: ofTurn }, { ...write, fields });
    }
    if (writes.length > 0) expect(facts).toContain(inNewSession);
    if (writes.length > 0) expect([sessions.size, [...sessions][0] !== undefined]).toEqual([1, true]);
    const starts = facts.length > 0 && !facts.some((line) => /^Test: a .*can't start a run/.test(line));
    const usesFile = contents.some(({ files }) => files !== undefined);
    if (!starts) expect(writes).toEqual([]);
    else if (kind === "nothing" || !usesFile) expect(writes).toHaveLength(contents.length);
    else expect(writes.length).toBeLessThanOrEqual(when === "question" ? 0 : 1);
    sent += writes.length;
    stopped += starts && writes.length < contents.length ? 1 : 0;
  });
  await fc.assert(property, {
    ...cases(40),
    examples: [
      [[plain], "nothing", "question"],
      [[plain], "content", "question"],
    ],
  });
  world.whileAsked = undefined;
  app.onWrite = undefined;
  expect([sent > 0, stopped > 0]).toEqual([true, true]);
});

test("another extension: what its question says of the request is sent, or nothing", async () => {
  let sent = 0;
  const creator = await newCreator();
  const property = fc.asyncProperty(request, mischief, async (content, kind) => {
    await writeRequest({});
    const { files: named = [], ...given } = content;
    const asked = parseJson(jsonText(given)) as CreateRunRequest;
    const files = await Promise.all(named.map((name) => fileFromPath(join(folder, name))));
    const shown = await Promise.all(files.map((file) => fileFact(file, folder)));
    const host = new URL(app.url).host;
    const facts = requestFacts({ request: asked, files: shown, variables: [], fresh: new Map() }, new Cover());
    await doMischief(kind);
    const before = app.writes.length;
    const creating = creator.create(world.session, { request: asked, files, mode: "background", name: "A run" });
    const error = await creating.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const count = expectConfirmed({ facts: [`Host: ${host}`, ...facts] }, before);
    const changes = named.length > 0 && (kind === "content" || kind === "link");
    expect([count, error === undefined]).toEqual(changes ? [0, false] : [1, true]);
    sent += count;
  });
  await fc.assert(property, { ...cases(40), examples: [[plain, "nothing"]] });
  expect(sent).toBeGreaterThan(0);
});

test("an answer of an agent: the question has each value that is sent, and no other", async () => {
  let runs = 0;
  const params = fc.dictionary(
    fieldName.filter((name) => name !== "__proto__"),
    json,
    { maxKeys: 5 },
  );
  const property = fc.asyncProperty(
    params,
    params,
    text,
    fc.boolean(),
    async (proposed, changed, feedback, approved) => {
      const names = [...Object.keys(proposed), ...Object.keys(changed)];
      app.asks = stringifyJson({ id: "asked", type: "approval_request", params: proposed, editable_params: names });
      const runId = `answered-${runs++}`;
      const before = app.writes.length;
      world.asked.length = 0;
      const given = approved ? { paramsJson: stringifyJson(changed) } : {};
      await world.call("answerInputRequest", { runId, requestId: "asked", approved, feedback, ...given });
      const [write] = app.writes.slice(before);
      const [confirmation] = world.asked;
      expect(write === undefined).toBe(confirmation === undefined);
      if (!write || !confirmation) return;
      expect([write.path, fact(confirmation, "Host"), unquoted(fact(confirmation, "ID"))]).toEqual([
        `/v1/runs/${runId}/input`,
        write.host,
        runId,
      ]);
      const data = JSON.parse(write.fields.find(({ name }) => name === "data")?.value ?? "null") as {
        approved: boolean;
        feedback: string;
        params?: Record<string, unknown>;
        is_approved: boolean;
        data?: Record<string, unknown>;
      };
      // Whichever names the app reads, it gets what the question says.
      expect([data.is_approved, stringifyJson(data.data)]).toEqual([data.approved, stringifyJson(data.params)]);
      const known = ["request_id", "approved", "params", "is_approved", "data", "feedback"];
      expect(Object.keys(data).filter((name) => !known.includes(name))).toEqual([]);
      expect(fact(confirmation, "Answer")).toBe(data.approved ? "approved" : "rejected");
      expect(unquoted(fact(confirmation, "Feedback"))).toBe(data.feedback);
      const lines = confirmation.facts.flatMap((line) => /^(?:Changed|As proposed,) (.*)$/.exec(line)?.[1] ?? []);
      const wanted = Object.entries(data.params ?? {}).map(([name, value]) => {
        const shown = /^[\p{L}\p{N}_.$-]+$/u.test(name) ? name : JSON.stringify(name);
        return [shown, stringifyJson(value)] as const;
      });
      expect(lines).toHaveLength(wanted.length);
      for (const [name, value] of wanted) {
        const found = lines.some((line) => readable(line).startsWith(`${name}: ${value}`));
        expect([name, value, found]).toEqual([name, value, true]);
      }
    },
  );
  await fc.assert(property, cases(40));
  app.asks = undefined;
});

/** What a terminal was told, and the contents of the files that its questions named when they were asked. */
interface Terminal {
  told: string;
  confirmed: Map<string, string>;
}

/** Runs a command whose person agrees to everything. @param whileAsked happens after the first question was read */
async function runInTerminal(args: string[], whileAsked: () => Promise<void>, answer: string): Promise<Terminal> {
  const terminal: Terminal = { told: "", confirmed: new Map() };
  let isFirst = true;
  const tell = (words: string): void => void (terminal.told += words);
  const shell: Shell = {
    environment: { DYNAMIQ_APP_URL: app.url, DYNAMIQ_ACCESS_KEY: accessKey, OUTSIDE: "of the environment" },
    folder,
    input: Readable.from([]),
    output: new Writable(),
    out: () => undefined,
    err: tell,
    hasColors: false,
    async ask(question) {
      tell(question);
      for (const [, name = ""] of terminal.told.matchAll(/^ {2}file (.+?)(?:, as text)?(?:, through .*)?$/gm))
        terminal.confirmed.set(name, await readFile(name, "utf8"));
      if (isFirst) await whileAsked();
      isFirst = false;
      return answer;
    },
  };
  const interrupts = new Interrupts(new EventEmitter());
  await runCli(args, { shell, interrupts, version: "1.2.3", userAgent: "test", workerFile: "", skillsFolder: "" });
  interrupts.dispose();
  return terminal;
}

const changeOutside: Record<string, (path: string) => Promise<void>> = {
  nothing: async () => undefined,
  content: (path) => writeFile(path, "was exchanged"),
  "another file": async (path) => {
    await rm(path);
    await writeFile(path, "was exchanged");
  },
  link: async (path) => {
    await rm(path);
    await symlink(join(home.path, "outside.txt"), path);
  },
};

test("the command line: what leaves from outside the folder was named in a question, with its content of then", async () => {
  let [sent, refused] = [0, 0];
  const asked = join(home.path, "asked.txt");
  const uses = fc.record({ attached: fc.boolean(), text: fc.boolean(), variable: fc.boolean() });
  const kinds = fc.constantFrom(...Object.keys(changeOutside));
  const property = fc.asyncProperty(uses, kinds, fc.constantFrom("y", "n"), async (use, kind, answer) => {
    await rm(asked, { force: true });
    await writeFile(asked, "as it was asked");
    const input = {
      text: use.text ? "${file:../asked.txt}" : undefined,
      variable: use.variable ? "${env:OUTSIDE}" : undefined,
    };
    await writeRequest({ input, files: use.attached ? ["../asked.txt", "a.txt"] : ["a.txt"] });
    const before = app.writes.length;
    const args = ["run", path, "--background"];
    const { told, confirmed } = await runInTerminal(args, () => changeOutside[kind]!(asked), answer);
    const writes = app.writes.slice(before);
    const isAsked = use.attached || use.text || use.variable;
    if (!isAsked || (kind === "nothing" && answer === "y")) expect(writes).toHaveLength(1);
    if (isAsked && answer === "n") expect(writes).toEqual([]);
    sent += writes.length;
    refused += isAsked && answer === "y" && writes.length === 0 ? 1 : 0;
    for (const { host, fields, files } of writes) {
      const value = JSON.parse(fields.find(({ name }) => name === "input")?.value ?? "") as Record<string, string>;
      const outside = files.filter(({ name }) => name !== "a.txt").map(({ bytes }) => bytes.toString());
      if (value["text"] !== undefined) outside.push(value["text"]);
      for (const each of outside) expect([...confirmed.values()]).toContain(each);
      if (value["variable"] !== undefined) expect(told).toContain("environment variable OUTSIDE");
      expect(told).toContain(host);
    }
  });
  await fc.assert(property, {
    ...cases(40),
    examples: [
      [{ attached: false, text: true, variable: false }, "nothing", "y"],
      [{ attached: true, text: false, variable: false }, "link", "y"],
    ],
  });
  expect([sent > 0, refused > 0]).toEqual([true, true]);
});

/** A line of a question as `JSON.stringify` writes it, which leaves characters that nobody sees. */
function readable(line: string): string {
  return line.replace(/\\\\|(?:\\u[0-9a-f]{4})+/g, (escapes: string) =>
    escapes === "\\\\" ? escapes : JSON.stringify(JSON.parse(`"${escapes}"`)).slice(1, -1),
  );
}
