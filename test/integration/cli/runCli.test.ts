import { afterEach, beforeEach, expect, test } from "vitest";
import { parseJson } from "#base/json/parseJson.ts";
import { commandsIn, logCommands } from "../../support/logCommands.ts";
import { json, openStream, serve, sse } from "../api/servers.ts";
import { type CommandFolder, openCommandFolder } from "./commandLine.ts";

const key = "Zq7Wn3Lk0Pv5Tb8Xc1Yd4Rf6Gh9Js2Mt";
/** Clears the screen, writes into the clipboard, colors, turns text around. */
const escapes = "\u001b[2J\u001b]52;c;ZXZpbA==\u0007\u009b31m\u001b[31mred\u202e\r";
const said = `${escapes} the key ${key}, Authorization: Token 9944b09199c62bcf\n${logCommands.join("\n")}`;
const acting = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

let folder: CommandFolder;
beforeEach(async () => (folder = await openCommandFolder()));
afterEach(() => folder[Symbol.asyncDispose]());

/** Runs it at a terminal whose person says no. @returns also what was asked */
async function run(url: string, args: readonly string[], isTerminal = true) {
  let asked = "";
  const ask = async (question: string): Promise<string> => {
    asked += `${question}\n`;
    return "no";
  };
  const environment = { DYNAMIQ_APP_URL: url, DYNAMIQ_ACCESS_KEY: key, OUTSIDE: said };
  return { ...(await folder.run(args, environment, isTerminal ? ask : undefined)), asked };
}

function expectHarmless({ out, err, asked }: Awaited<ReturnType<typeof run>>): void {
  for (const text of [out, err, asked]) {
    expect(text).not.toMatch(acting);
    expect(commandsIn(text)).toEqual([]);
    for (let at = 0; at + 8 <= key.length; at += 4) expect(text).not.toContain(key.slice(at, at + 8));
  }
  expect(err + asked).not.toContain("9944b09");
}

const output = { said, [said]: [said], token: "for a script", nested: { text: key, number: 12 } };
const finished = {
  id: `run${escapes}`,
  status: "completed",
  output,
  started_at: "2026-11-24T10:00:00Z",
  ended_at: "2026-11-24T10:00:01Z",
};

/** An app whose run has an id, texts and errors that act on a terminal and repeat the key. */
function hostileApp(end: object) {
  const pieces = said.match(/[^]{1,5}/g) ?? [];
  const events: [string, unknown][] = [
    ["run.started", { id: finished.id, object: "run", status: "started" }],
    ...pieces.map((delta): [string, unknown] => [
      "agent.reasoning.delta",
      { object: "agent.reasoning.delta", delta, iteration: 1 },
    ]),
    ["agent.tool_call.started", { id: "c", tool: { name: said, type: "x" }, input: { [said]: said } }],
    ["agent.tool_call.completed", { id: "c", tool: { name: said, type: "x" }, result: said, status: "failure" }],
    ["agent.human_feedback.requested", { id: "asked", prompt: said, action: "info" }],
    [said, { said }],
  ];
  const text = events.map(([type, data], index) => sse(index + 1, type, data)).join("");
  return serve(({ method, url, headers }, response) => {
    const isStream = headers.accept === "text/event-stream";
    if (method === "POST" && !isStream) json(response, 200, { data: { id: finished.id, status: "created" } });
    else if (method === "POST") openStream(response).end(text + sse(events.length + 1, "run.completed", {}));
    else if (url?.startsWith("/v1/runs?"))
      json(response, 200, { data: [], pagination: { page: 1, page_size: 100, page_count: 0, total_count: 0 } });
    else json(response, 200, { data: end });
  });
}

test("whatever a run says, nothing of it acts on the terminal or in a log of CI, and no key is shown", async () => {
  await using server = await hostileApp(finished);
  await folder.write("a.run.json", { input: { text: "hello" } });
  for (const mode of ["stream", "background"]) {
    const ended = await run(server.url, ["run", "a.run.json", `--${mode}`, "--json", `${mode}.json`]);
    expect(ended.err).toContain("Run run");
    expectHarmless(ended);
    const written = await folder.read(`${mode}.json`);
    expect(written).not.toMatch(acting);
    expect(commandsIn(written)).toEqual([]);
    expect(written).not.toContain(key.slice(0, 12));
    expect(parseJson(written)).toMatchObject({ format: "dynamiq-runs/run", run: { id: finished.id } });
  }
});

test("a label, a file's name and a variable are asked about without their escapes", async () => {
  await folder.write("prompt.run.json", {
    input: { a: `\${prompt:Amount${escapes}\nSend it? [y/N] }`, b: "${env:OUTSIDE}" },
  });
  const ended = await run("http://127.0.0.1:9", ["run", "prompt.run.json"]);
  expect(ended.asked).toContain("Amount");
  expect(ended.asked.split("\n")[0]).toContain("Send it?");
  expectHarmless(ended);
  for (const args of [
    ["run", `no${escapes}.json`],
    ["test", `no${escapes}`],
    ["run", "--app", said, "a.run.json"],
  ]) {
    const wrong = await run("http://127.0.0.1:9", args, false);
    expect(wrong.code).toBe(2);
    expectHarmless(wrong);
  }
});

test("a golden test's reports have no escapes and no key, and stay valid", async () => {
  await using server = await hostileApp(finished);
  const checks = [{ output: "said", equals: key }, { status: "failed" }, { answer: { contains: said } }];
  await folder.write("a.golden.json", { name: `a ${said}`, request: { input: {} }, checks });
  const ended = await run(server.url, ["test", "--junit", "a.xml", "--json", "a.json"]);
  expect(ended.err).toContain("golden.json");
  expectHarmless(ended);
  for (const name of ["a.xml", "a.json"]) {
    const written = await folder.read(name);
    expect(written).not.toMatch(acting);
    expect(commandsIn(written)).toEqual([]);
    for (let at = 0; at + 8 <= key.length; at += 4) expect(written).not.toContain(key.slice(at, at + 8));
    expect(written).not.toContain("9944b09");
  }
  expect(parseJson(await folder.read("a.json"))).toMatchObject({ format: "dynamiq-runs/test" });
});
