import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import { type McpClient, mcpConfiguration } from "#features/agents/vscode/mcpConfiguration.ts";
import { tryMcpServer } from "#features/agents/vscode/tryMcpServer.ts";
import { extensionFolder } from "../../../../harness/paths.ts";
import { openMcpClient, textOf, toolsSeenBy } from "../../../../support/agentTools/mcpClient.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";
import { accessKey } from "../../../api/servers.ts";
import { type CommandFolder, openCommandFolder } from "../../../cli/commandLine.ts";

let app: SampleApp;
let folder: CommandFolder;

beforeEach(async () => {
  app = await startSampleApp({ speed: 2, pastRuns: 20, accessKey });
  folder = await openCommandFolder();
});

afterEach(async () => {
  await folder[Symbol.asyncDispose]();
  await app.close();
});

interface Connected extends AsyncDisposable {
  client: Client;
  /** Ends the command. @returns what it wrote to stderr */
  end(): Promise<string>;
}

async function connect(args: readonly string[] = []): Promise<Connected> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [join(extensionFolder, "dist/cli.cjs"), "mcp", ...args],
    env: { DYNAMIQ_APP_URL: app.url, DYNAMIQ_ACCESS_KEY: accessKey },
    cwd: folder.path,
    stderr: "pipe",
  });
  const told = text(transport.stderr as Readable);
  const client = await openMcpClient(transport);
  const end = async (): Promise<string> => {
    await client.close();
    return told;
  };
  return { client, end, [Symbol.asyncDispose]: async () => void (await end()) };
}

const writes = (): string[] => app.requests.filter(({ method }) => method !== "GET").map(({ path }) => path);
const effects = ["runFile", "waitForRun", "cancelRun", "answerInputRequest", "runGoldenTests"];

describe("a client of the official SDK over stdio", () => {
  test("only reads, unless the person has allowed effects", async () => {
    await using connected = await connect();
    const { client } = connected;
    const names = await toolsSeenBy(client);
    expect(names.filter((name) => effects.includes(name))).toEqual([]);
    expect(names).toContain("listRuns");
    const listed = await textOf(client, "listRuns", { limit: 3 });
    expect(listed.text.match(/- id: /g)).toHaveLength(3);
    await folder.write("ticket.run.json", { input: { ticket_subject: "Charged twice" } });
    // A client may call what isn't listed.
    for (const [name, input] of [
      ["runFile", { path: "ticket.run.json" }],
      ["cancelRun", { runId: /- id: (\S+);/.exec(listed.text)?.[1] ?? "" }],
    ] as const)
      expect(await textOf(client, name, input), name).toMatchObject({ isError: true });
    expect(writes()).toEqual([]);
  });

  test("reads runs as resources, and gets the skills as prompts for what it may do", async () => {
    await using connected = await connect();
    const { client } = connected;
    const { resources } = await client.listResources();
    expect(resources).toHaveLength(20);
    const { uri, name } = resources[0]!;
    expect(uri).toBe(`run://${encodeURIComponent(new URL(app.url).host)}/${name}`);
    expect((await client.readResource({ uri })).contents).toMatchObject([{ text: expect.stringContaining(name) }]);
    expect((await client.listPrompts()).prompts.map((prompt) => prompt.name)).toContain("debug-failed-run");
    const told = async (each: Client): Promise<string> =>
      JSON.stringify((await each.getPrompt({ name: "debug-failed-run", arguments: { runId: name } })).messages);
    expect(await told(client)).toMatch(new RegExp(`This server only reads runs.*runId: ${name}`));
    await using allowed = await connect(["--allow-effects"]);
    expect(await told(allowed.client)).not.toContain("This server only reads runs");
    expect(writes()).toEqual([]);
  });

  test("starts a run with --allow-effects, once, and waits for it with progress", async () => {
    await using connected = await connect(["--allow-effects"]);
    const { client } = connected;
    expect(await toolsSeenBy(client)).toEqual(expect.arrayContaining(effects));
    await folder.write("ticket.run.json", { input: { ticket_subject: "Charged twice" } });
    const started = await textOf(client, "runFile", { path: "ticket.run.json" });
    expect(started).toMatchObject({ isError: false });
    const [created] = app.created;
    expect(started.text).toContain(created?.run_id);
    const told: string[] = [];
    const onprogress = ({ message = "" }): void => void told.push(message);
    const waited = await textOf(client, "waitForRun", { runId: created?.run_id ?? "" }, { onprogress });
    expect(waited.text).toContain("has ended");
    expect(told.length).toBeGreaterThan(0);
    expect(writes()).toEqual(["/v1/runs"]);
  });

  test("answers three questions under one id, each once and in order, with another process in the middle", async () => {
    const api = new RunsClient({ baseUrl: app.url, accessKey });
    const { id: runId } = await api.createRun({ input: { play: "returns" } }, { mode: "background" });
    const asked = async (): Promise<number> =>
      (await api.listEvents(runId, { page_size: 200 })).data.filter(({ type }) => type === "approval_request.created")
        .length;
    const answers = [{ approved: true }, { approved: false }, { approved: true, params: { amount: 70 } }];
    let connected = await connect(["--allow-effects"]);
    for (const [index, answer] of answers.entries()) {
      await expect.poll(asked).toBe(index + 1);
      await expect.poll(async () => (await api.getRun(runId)).status).toBe("awaiting_input");
      const listed = await textOf(connected.client, "listInputRequests");
      const requestId = (await api.getRun(runId)).input_requests?.[0]?.id ?? "";
      expect(listed.text).toContain(requestId);
      const input = { runId, requestId, ...answer };
      expect((await textOf(connected.client, "answerInputRequest", input)).text).toContain("The answer was sent");
      if (index > 0) continue;
      await connected.end();
      connected = await connect(["--allow-effects"]);
    }
    await connected.end();
    const sent = app.answers.filter(({ run_id: id }) => id === runId).map(({ data }) => data as object);
    expect(sent).toMatchObject(answers);
    expect(sent).toHaveLength(3);
    await expect.poll(async () => (await api.getRun(runId)).status).toBe("completed");
    await api.close();
  });
});

test("nothing but the protocol goes to stdout, and the end of stdin ends the command", async () => {
  const initialize = {
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } },
  };
  const call = { jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "listConnections", arguments: {} } };
  const running = folder.start(["mcp", "--app", app.url], { DYNAMIQ_ACCESS_KEY: accessKey }, "pipe");
  for (const message of [initialize, { jsonrpc: "2.0", method: "notifications/initialized" }, call])
    running.child.stdin!.write(`${JSON.stringify(message)}\n`);
  await expect.poll(() => running.out).toContain('"id":2');
  running.child.stdin!.end();
  const { code, out, err } = await running.ended;
  expect(code).toBe(0);
  const ids = out
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { id: number }).id);
  expect(ids).toEqual([1, 2]);
  expect(err).toMatch(/^Tool listConnections \(\): done in .*\n$/);
});

test.each<[McpClient, string]>([
  ["claude", "${DYNAMIQ_ACCESS_KEY}"],
  ["cursor", "${env:DYNAMIQ_ACCESS_KEY}"],
  ["vscode", "${input:dynamiq-access-key}"],
])(
  "the configuration for %s starts a server that reads runs, once the client has filled in the key",
  async (of, key) => {
    const { host } = new URL(app.url);
    const commandLine = join(extensionFolder, "dist/cli.cjs");
    const text = mcpConfiguration({ client: of, commandLine, baseUrl: app.url, name: host, withKey: true });
    expect(text).toContain(key);
    const { mcpServers, servers } = JSON.parse(text.replace(key, accessKey)) as Record<
      "mcpServers" | "servers",
      Record<string, { command: string; args: string[]; env: Record<string, string> }> | undefined
    >;
    const { command = "", ...server } = (mcpServers ?? servers)?.["dynamiq-runs"] ?? {};
    const client = await openMcpClient(
      new StdioClientTransport({ command, ...server, cwd: folder.path, stderr: "ignore" }),
    );
    expect(await toolsSeenBy(client)).toContain("readStory");
    expect((await client.listResources()).resources).toHaveLength(20);
    await client.close();
  },
);

describe("Try It", () => {
  const commandLine = join(extensionFolder, "dist/cli.cjs");
  const tried = (key: string | undefined, environment: NodeJS.ProcessEnv = process.env) =>
    tryMcpServer({ commandLine, baseUrl: app.url, accessKey: key, environment });

  test("starts the server as a client does, and lists its tools", async () => {
    // Its own key counts, not one that happens to be in the environment.
    const found = await tried(accessKey, { ...process.env, DYNAMIQ_ACCESS_KEY: "dynamiq_acc_other" });
    expect(found).toEqual({ tools: expect.arrayContaining(["listRuns", "readStory"]) });
    expect(app.requests).toMatchObject([{ method: "GET", path: expect.stringMatching(/^\/v1\/runs\?/) }]);
  });

  test.each([
    ["a key that the app refuses", () => tried("dynamiq_acc_wrong"), { problem: expect.stringMatching(/key/) }],
    ["no key", () => tried(undefined), { problem: expect.stringMatching(/key/) }],
    [
      "a variable that the client didn't fill in",
      () => tried("${DYNAMIQ_ACCESS_KEY}"),
      { failure: expect.stringMatching(/^DYNAMIQ_ACCESS_KEY can't be used: .* contains an unexpanded variable\./) },
    ],
    [
      "no Node",
      () => tried(accessKey, { PATH: "/nowhere" }),
      { failure: expect.stringContaining("Install Node 22.19") },
    ],
  ])("says what is wrong with %s", async (_what, attempt, told) => {
    const found = await attempt();
    expect(found).toMatchObject(told);
    expect(JSON.stringify(found)).not.toContain(accessKey);
  });
});
