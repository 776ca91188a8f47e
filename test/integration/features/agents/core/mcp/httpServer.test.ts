import { request } from "node:http";
import { type Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { reportUnexpectedErrors } from "#base/unexpectedError.ts";
import { toolsFor } from "#features/agents/core/callTool.ts";
import { type McpHttpServer, startMcpHttpServer } from "#features/agents/core/mcp/httpServer.ts";
import { openMcpClient, textOf, toolsSeenBy } from "../../../../../support/agentTools/mcpClient.ts";
import { openToolWorld, type ToolWorld } from "../../../../../support/agentTools/toolWorld.ts";
import { type SampleApp, startSampleApp } from "../../../../../support/sample/testApp.ts";

let app: SampleApp;
let world: ToolWorld;
let server: McpHttpServer;
const clients: Client[] = [];
const errors: unknown[] = [];

beforeEach(async () => {
  app = await startSampleApp({ speed: 0.2, pastRuns: 20 });
  world = await openToolWorld({ baseUrl: app.url, accessKey: app.accessKey });
  reportUnexpectedErrors((error) => errors.push(error));
  server = await startMcpHttpServer({ host: world.host, version: "1.2.3", skills: "" });
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await server.close();
  await world[Symbol.asyncDispose]();
  await app.close();
  reportUnexpectedErrors();
  expect(errors.splice(0)).toEqual([]);
});

const connect = async (): Promise<Client> => {
  const headers = { authorization: `Bearer ${server.token}` };
  const transport = new StreamableHTTPClientTransport(new URL(server.url), { requestInit: { headers } });
  const client = await openMcpClient(transport);
  clients.push(client);
  return client;
};

/** A run that goes on for longer than a test. */
const createLong = async (): Promise<string> => {
  const api = await world.session.api();
  return (await api.createRun({ input: { ticket_subject: "Charged twice" } }, { mode: "background" })).id;
};

test("a client of the official SDK gets the tools with their schemas and hints, and their results", async () => {
  const client = await connect();
  expect(client.getServerVersion()).toMatchObject({ name: "dynamiq-runs", title: "Dynamiq Runs", version: "1.2.3" });
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual((await toolsFor(world.host)).map(({ name }) => name));
  const hints = Object.fromEntries(tools.map(({ name, annotations }) => [name, annotations]));
  expect(hints["listRuns"]).toMatchObject({ title: "List Runs", readOnlyHint: true, destructiveHint: false });
  expect(hints["cancelRun"]).toMatchObject({ title: "Cancel Run", readOnlyHint: false, destructiveHint: true });
  expect(tools[1]?.inputSchema).toMatchObject({ type: "object", additionalProperties: false });
  const listed = await textOf(client, "listRuns", { limit: 3 });
  expect(listed).toMatchObject({ isError: false });
  expect(listed.text.match(/- id: /g)).toHaveLength(3);
});

test("a client of the official SDK gets progress, and ends a call by canceling it", async () => {
  const client = await connect();
  const runId = await createLong();
  const abort = new AbortController();
  const told: string[] = [];
  const call = textOf(
    client,
    "waitForRun",
    { runId, seconds: 60 },
    {
      signal: abort.signal,
      onprogress: ({ message = "" }) => {
        told.push(message);
        abort.abort();
      },
    },
  );
  await expect(call).rejects.toThrow();
  expect(told[0]).toMatch(/^Status: /);
  await expect.poll(() => world.log.at(-1)).toMatchObject({ tool: "waitForRun", outcome: "canceled" });
  // The session goes on.
  expect(await toolsSeenBy(client)).toContain("listRuns");
});

describe("a request that isn't an agent's", () => {
  /** `fetch` sets these headers itself. */
  const status = (headers: Record<string, string>, path = "/mcp", body = "{}"): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      const sent = request({ hostname, port, path, method: "POST", headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      // The server may close the connection before it has read everything.
      sent.on("error", (error: NodeJS.ErrnoException) => (error.code === "EPIPE" ? undefined : reject(error)));
      sent.end(body);
    });
  const own = (): Record<string, string> => ({
    authorization: `Bearer ${server.token}`,
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
  });

  test("is refused without the token", async () => {
    expect(await status({})).toBe(401);
    for (const authorization of ["Bearer", `Bearer ${server.token}x`, `Basic ${server.token}`, server.token])
      expect(await status({ authorization }), authorization).toBe(401);
    expect(app.requests).toEqual([]);
  });

  test("is refused at another path, with another session, and when it is too large", async () => {
    expect(await status(own(), "/")).toBe(404);
    expect(await status({ ...own(), "mcp-session-id": "guessed" })).toBe(404);
    expect(await status(own(), "/mcp", "{}")).toBe(400);
    expect(await status(own(), "/mcp", " ".repeat(5 * 1024 * 1024))).toBe(413);
    // The one that isn't a message was reported.
    expect(errors.splice(0)).toHaveLength(1);
  });
});

test("a window that is closed ends the calls in progress and frees the port", async () => {
  const client = await connect();
  const runId = await createLong();
  const begun = new Promise<void>((resolve) => {
    textOf(client, "waitForRun", { runId, seconds: 60 }, { onprogress: () => resolve() }).catch(() => undefined);
  });
  await begun;
  await server.close();
  await expect.poll(() => world.log.at(-1)).toMatchObject({ outcome: "canceled" });
  await expect(fetch(server.url)).rejects.toThrow();
});
