/**
 * The programs whose configuration we know how to write. `claude` stands for all that read `.mcp.json` and fill in
 * variables of their environment: Claude Code, Copilot, and agents in VS Code. These run in the Agent Host, a process of
 * its own, which doesn't get a server with an input. VS Code 1.140 calls `.vscode/mcp.json` deprecated for `.mcp.json`,
 * but only the former can ask for the key.
 */
export type McpClient = "vscode" | "claude" | "cursor";

export interface McpConfigurationParts {
  client: McpClient;
  commandLine: string;
  /** The app's origin. */
  baseUrl: string;
  name: string;
  /** Whether the app needs a key. */
  withKey: boolean;
}

export const keyVariable = "DYNAMIQ_ACCESS_KEY";
const inputId = "dynamiq-access-key";

/** How each client fills the key in when it starts the server. The configuration itself never holds it. */
const keyReferences: Readonly<Record<McpClient, string>> = {
  vscode: `\${input:${inputId}}`,
  claude: `\${${keyVariable}}`,
  cursor: `\${env:${keyVariable}}`,
};

/** What a client starts. */
export function mcpArguments({
  commandLine,
  baseUrl,
}: Pick<McpConfigurationParts, "commandLine" | "baseUrl">): string[] {
  return [commandLine, "mcp", "--app", baseUrl];
}

/** The configuration that starts `dynamiq-runs mcp` in a client, as JSON. Agents can only read with it. */
export function mcpConfiguration(parts: McpConfigurationParts): string {
  const { client, name, withKey } = parts;
  const env = withKey ? { env: { [keyVariable]: keyReferences[client] } } : {};
  const server = { type: "stdio", command: "node", args: mcpArguments(parts), ...env };
  const servers = { "dynamiq-runs": server };
  if (client !== "vscode") return jsonOf({ mcpServers: servers });
  const description = `Access key of ${name}`;
  const inputs = withKey ? { inputs: [{ type: "promptString", id: inputId, description, password: true }] } : {};
  return jsonOf({ ...inputs, servers });
}

function jsonOf(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
