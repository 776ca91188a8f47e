import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { extensionFolder } from "../../harness/paths.ts";
import { median, report } from "../figures.ts";

const rounds = 9;
const script = join(extensionFolder, "dist/cli.cjs");

const messages = [
  {
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "bench", version: "1.0.0" } },
  },
  { method: "notifications/initialized" },
  { id: 2, method: "tools/list" },
].map((message) => `${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

/**
 * How long an MCP client waits for the list of tools, from the start of `dynamiq-runs mcp`, beside `dynamiq-runs
 * --version`, which is Node and the command line alone.
 */
export async function reportMcpStart(): Promise<void> {
  const untilTools = await measured(async () => {
    const child = spawn(process.execPath, [script, "mcp", "--app", "http://127.0.0.1:9"], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    const ended = once(child, "close");
    for (const message of messages) child.stdin.write(message);
    let text = "";
    for await (const chunk of child.stdout) {
      text += String(chunk);
      if (text.includes('"id":2')) break;
    }
    return async () => {
      child.stdin.end();
      await ended;
    };
  });
  const untilVersion = await measured(async () => {
    await once(spawn(process.execPath, [script, "--version"], { stdio: "ignore" }), "close");
    return async () => undefined;
  });

  report({
    name: "mcp: from the start of the command to the list of tools",
    value: untilTools,
    unit: "ms",
    ratio: untilTools / untilVersion,
    baseline: "dynamiq-runs --version",
    limits: "loading the client, the tools and the MCP SDK",
  });
}

/** The median time of an action in milliseconds. What it returns ends it, and doesn't count. */
async function measured(act: () => Promise<() => Promise<unknown>>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    const end = await act();
    times.push(performance.now() - began);
    await end();
  }
  return median(times);
}
