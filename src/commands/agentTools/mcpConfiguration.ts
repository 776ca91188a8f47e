/** The programs whose configuration we know how to write. */
export type McpClient = "vscode" | "claude" | "cursor";

export interface McpConfigurationParts {
  client: McpClient;
  /** The path of the command line's script. */
  commandLine: string;
  /** The app's origin. */
  baseUrl: string;
  /** The name of the connection. */
  name: string;
  /** Whether the app needs a key. */
  withKey: boolean;
}

const variable = "DYNAMIQ_ACCESS_KEY";
const inputId = "dynamiq-access-key";

/** How each client fills the key in when it starts the server. The configuration itself never holds it. */
const keyOf: Readonly<Record<McpClient, string>> = {
  vscode: `\${input:${inputId}}`,
  claude: `\${${variable}}`,
  cursor: `\${env:${variable}}`,
};

/** The configuration that starts `dynamiq-runs mcp` in a client, as JSON. Agents can only read with it. */
export function mcpConfiguration({ client, commandLine, baseUrl, name, withKey }: McpConfigurationParts): string {
  const env = withKey ? { env: { [variable]: keyOf[client] } } : {};
  const server = { type: "stdio", command: "node", args: [commandLine, "mcp", "--app", baseUrl], ...env };
  const servers = { "dynamiq-runs": server };
  if (client !== "vscode") return jsonOf({ mcpServers: servers });
  const description = `Access key of ${name}`;
  const inputs = withKey ? { inputs: [{ type: "promptString", id: inputId, description, password: true }] } : {};
  return jsonOf({ ...inputs, servers });
}

function jsonOf(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
