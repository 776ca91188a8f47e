import { expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import type { AgentHost } from "#features/agents/core/agentHost.ts";
import { callTool } from "#features/agents/core/callTool.ts";
import { Cover } from "#runs/values/cover.ts";
import type { ToolCall } from "#workbench/tools/core/agentTool.ts";
import type { ToolLogEntry } from "#workbench/tools/core/toolHost.ts";
import { windowTools } from "../../../../support/agentTools/everyTool.ts";

const connection = { id: "a", name: "App", host: "app.example", isActive: false };
const call: ToolCall = { signal: new AbortController().signal, budgetTokens: 4_000, onProgress: () => undefined };

function hostWith(more: Partial<AgentHost>): { host: AgentHost; log: ToolLogEntry[] } {
  const log: ToolLogEntry[] = [];
  const host: AgentHost = {
    tools: async () => windowTools,
    connections: async () => [connection, { ...connection, id: "b", name: "Other" }],
    app: async () => {
      throw new ApiError({ kind: "network", message: "app.example refused the connection." });
    },
    cover: async () => new Cover(),
    effects: undefined,
    log: (entry) => void log.push(entry),
    ...more,
  };
  return { host, log };
}

const textOf = async (name: string, input: unknown, more: Partial<AgentHost> = {}): Promise<string> => {
  const { text, isError } = await callTool(name, input, hostWith(more).host, call);
  expect(isError).toBe(true);
  return text;
};

test("arguments that aren't valid are named with their problem", async () => {
  expect(await textOf("getRun", {})).toContain("runId: Invalid input: expected string");
  expect(await textOf("listRuns", { limit: 0, status: 5 })).toMatch(/status: .* limit: /);
  expect(await textOf("listRuns", { colour: "red" })).toContain("An argument is unknown: colour.");
  expect(await textOf("listRuns", "all")).toContain("The arguments: Invalid input: expected object");
});

test("an error of the app has a next step of ours, and the app's words in the block", async () => {
  const text = await textOf("listRuns", { connection: "App" });
  expect(text).toMatch(/^The app can't be reached\. .*\n<<<run-data .*\napp\.example refused the connection\.\n/);
});

test("a canceled call says so, and an error that nobody expects is thrown", async () => {
  const stop = new AbortController();
  stop.abort();
  const { host, log } = hostWith({});
  const canceled = await callTool("listConnections", {}, host, { ...call, signal: stop.signal });
  expect(canceled).toMatchObject({ isError: true, text: "The call was canceled." });
  expect(log).toMatchObject([{ tool: "listConnections", outcome: "canceled" }]);
  const broken = hostWith({ connections: () => Promise.reject(new TypeError("a bug")) }).host;
  await expect(callTool("listConnections", {}, broken, call)).rejects.toThrow("a bug");
});

test("the log has tool, names of arguments, size and outcome", async () => {
  const { host, log } = hostWith({});
  await callTool("listConnections", {}, host, call);
  await callTool("findInRun", { runId: "run-1", text: "Charged twice", "customer-7": "a name made up" }, host, call);
  expect(log).toMatchObject([
    { tool: "listConnections", arguments: "", outcome: "done", characters: expect.any(Number) },
    { tool: "findInRun", outcome: "failed", arguments: "runId, text" },
  ]);
  expect(log[0]!.tokens).toBeGreaterThan(20);
});
