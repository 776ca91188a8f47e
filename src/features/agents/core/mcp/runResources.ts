import {
  ProtocolError,
  ProtocolErrorCode,
  type Resource,
  ResourceNotFoundError,
  type ResourceTemplateType,
  type TextResourceContents,
} from "@modelcontextprotocol/server";
import type { AgentHost } from "#features/agents/core/agentHost.ts";
import { callTool, explainToolError } from "#features/agents/core/callTool.ts";
import { statusWord } from "#model/status.ts";
import type { ToolConnection } from "#runs/questions/confirmation.ts";
import { ToolError } from "#runs/questions/toolError.ts";
import { CoveredRuns } from "#runs/text/coveredRuns.ts";
import { plainFacts } from "#runs/text/plainFacts.ts";
import { type ToolCall, defaultBudget } from "#workbench/tools/core/agentTool.ts";
import { connectionFor } from "#workbench/tools/core/connectionFor.ts";

const mimeType = "text/plain";

/** The tool that reads each kind of resource, and how its URI ends. */
const kinds = [
  { ending: "", tool: "getRun", name: "run", title: "Run", has: "Status, failure, times, input and output of a run." },
  {
    ending: "/story",
    tool: "readStory",
    name: "story",
    title: "Story of a run",
    has: "The steps of a run, in their order.",
  },
] as const;

/** The URI of any run; the names of the variables are those of the tools' arguments. */
export const resourceTemplates: ResourceTemplateType[] = kinds.map(({ ending, name, title, has }) => ({
  name,
  title,
  uriTemplate: `run://{connection}/{runId}${ending}`,
  description: `${has} Give the connection by name or ID, percent-encoded.`,
  mimeType,
}));

/** The newest runs of the active connection, for a person who looks for one. */
const maxListed = 50;

/**
 * The newest runs as resources. Clients show names and descriptions to people and models without marks, so that they
 * have no text of a run. A run whose ID could be a sentence isn't listed: the tools have it.
 *
 * @throws ProtocolError
 */
export async function listedRuns(host: AgentHost, signal: AbortSignal): Promise<Resource[]> {
  return explained(async () => {
    const connection = await connectionFor(host);
    const authority = await authorityOf(connection, host);
    const runs = await newestRuns(host, connection, signal);
    return runs.map(({ id, status, started_at: started }) => ({
      uri: `run://${authority}/${encodeURIComponent(id)}`,
      name: id,
      title: `${status === undefined ? "Run" : `${statusWord(status)}:`} ${id}`,
      description: started ? `Started ${started}.` : "Not started.",
      mimeType,
    }));
  });
}

/** The plain facts of the newest runs whose ID is plain. @throws ToolError, ApiError */
async function newestRuns(host: AgentHost, { id }: ToolConnection, signal: AbortSignal) {
  const app = new CoveredRuns(await host.app(id), await host.cover());
  const { data } = await app.listRuns({ sort: "-started_at", page_size: maxListed }, { signal });
  return data
    .map(plainFacts)
    .flatMap(({ id: runId, ...facts }) => (runId === undefined ? [] : [{ ...facts, id: runId }]));
}

/** A connection in a URI: its name, as long as no other one has it, otherwise its ID. */
async function authorityOf({ id, name }: ToolConnection, host: AgentHost): Promise<string> {
  const isOnly = (await host.connections()).filter((each) => each.name === name).length === 1;
  return encodeURIComponent((isOnly ? name : id).toWellFormed());
}

/**
 * Reads a resource, as a tool reads it: covered, in a budget, and marked as data.
 *
 * @throws ResourceNotFoundError, ProtocolError
 */
export async function readResource(
  uri: string,
  host: AgentHost,
  call: Omit<ToolCall, "budgetTokens">,
): Promise<TextResourceContents> {
  const { tool, ...input } = await resourceOf(uri, host);
  const { text, isError, isNotFound } = await callTool(tool, input, host, { ...call, budgetTokens: defaultBudget });
  if (isNotFound) throw new ResourceNotFoundError(uri, text);
  if (isError) throw new ProtocolError(ProtocolErrorCode.InternalError, text);
  const note = `The result of ${tool} for the connection and runId in this URI, decoded.`;
  return { uri, mimeType, text: `${note}\n${text}` };
}

const shape = /^run:\/\/([^/?#]+)\/([^/?#]+?)(\/story)?$/i;

async function resourceOf(uri: string, host: AgentHost): Promise<{ tool: string; connection: string; runId: string }> {
  const [, authority, id, ending = ""] = shape.exec(uri) ?? [];
  const [connection, runId] = [decoded(authority), decoded(id)];
  const kind = kinds.find((each) => each.ending === ending.toLowerCase());
  if (connection === undefined || runId === undefined || !kind)
    throw new ResourceNotFoundError(uri, "Resources are run://CONNECTION/RUN and run://CONNECTION/RUN/story.");
  try {
    await connectionFor(host, connection);
  } catch (error) {
    throw error instanceof ToolError ? new ResourceNotFoundError(uri, error.message) : error;
  }
  return { tool: kind.tool, connection, runId };
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const maxCompleted = 100;

/**
 * What a person may mean who has begun to type an argument of a template or prompt.
 *
 * @param given the other arguments
 * @throws ProtocolError
 */
export async function completions(
  argument: { name: string; value: string },
  given: Readonly<Record<string, string>>,
  host: AgentHost,
  signal: AbortSignal,
): Promise<string[]> {
  const all = await explained(async () => {
    if (argument.name.startsWith("connection")) return (await host.connections()).map(({ name }) => name);
    if (argument.name !== "runId") return [];
    return (await newestRuns(host, await connectionFor(host, given["connection"]), signal)).map(({ id }) => id);
  });
  const begun = argument.value.toLowerCase();
  return all.filter((value) => value.toLowerCase().startsWith(begun)).slice(0, maxCompleted);
}

/** Says in our own words what went wrong: a list has no marked block for those of an app. */
async function explained<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const why = explainToolError(error);
    throw why ? new ProtocolError(ProtocolErrorCode.InternalError, why.message) : error;
  }
}
