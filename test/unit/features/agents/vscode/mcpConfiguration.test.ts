import { expect, test } from "vitest";
import { type McpClient, mcpConfiguration } from "#features/agents/vscode/mcpConfiguration.ts";

const parts = {
  commandLine: "/home/mia/extension/dist/cli.cjs",
  baseUrl: "https://triage.example.com",
  name: "Support Triage",
  withKey: true,
};
const args = [parts.commandLine, "mcp", "--app", parts.baseUrl];
const read = (client: McpClient, withKey = true): unknown =>
  JSON.parse(mcpConfiguration({ ...parts, client, withKey }));

test("VS Code asks for the key and keeps it", () => {
  expect(read("vscode")).toEqual({
    inputs: [
      { type: "promptString", id: "dynamiq-access-key", description: "Access key of Support Triage", password: true },
    ],
    servers: {
      "dynamiq-runs": {
        type: "stdio",
        command: "node",
        args,
        env: { DYNAMIQ_ACCESS_KEY: "${input:dynamiq-access-key}" },
      },
    },
  });
});

test.each([
  ["claude", "${DYNAMIQ_ACCESS_KEY}"],
  ["cursor", "${env:DYNAMIQ_ACCESS_KEY}"],
] as const)("%s takes the key from its own environment", (client, key) => {
  expect(read(client)).toEqual({
    mcpServers: { "dynamiq-runs": { type: "stdio", command: "node", args, env: { DYNAMIQ_ACCESS_KEY: key } } },
  });
});

test("a public app needs no key, and no client may do more than read", () => {
  for (const client of ["vscode", "claude", "cursor"] as const) {
    expect(JSON.stringify(read(client, false))).not.toContain("DYNAMIQ_ACCESS_KEY");
    expect(JSON.stringify(read(client))).not.toContain("allow-effects");
  }
});
