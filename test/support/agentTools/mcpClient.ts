import { Client, type Transport } from "@modelcontextprotocol/client";
import { patience } from "../patience.ts";

/** The SDK's own limit is a minute. */
const limit = { timeout: patience };

/** A client of the official SDK, connected. */
export async function openMcpClient(transport: Transport): Promise<Client> {
  const client = new Client({ name: "test", version: "1.0.0" });
  await client.connect(transport, limit);
  return client;
}

/** The names of the tools that a client sees. */
export async function toolsSeenBy(client: Client): Promise<string[]> {
  return (await client.listTools(undefined, limit)).tools.map(({ name }) => name);
}

/** Calls a tool. @returns the text of its result */
export async function textOf(
  client: Client,
  name: string,
  input: Record<string, unknown> = {},
  options: Parameters<Client["callTool"]>[1] = {},
): Promise<{ text: string; isError: boolean }> {
  const { content, isError = false } = await client.callTool({ name, arguments: input }, { ...limit, ...options });
  return { text: content.map((part) => (part.type === "text" ? part.text : "")).join(""), isError };
}
