import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import { readAs, readJson } from "#base/stored.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { messageOf } from "#base/thrown.ts";
import { UserError } from "#host/errors/userError.ts";
import { keyVariable, type McpConfigurationParts, mcpArguments } from "./mcpConfiguration.ts";

/** What a client would get from the server. */
export type TriedServer = { tools: readonly string[]; problem?: string } | { failure: string };

interface TryOptions extends Pick<McpConfigurationParts, "commandLine" | "baseUrl"> {
  /** Absent for a public app. */
  accessKey: string | undefined;
  environment: NodeJS.ProcessEnv;
}

/** In milliseconds. */
const maxResponseTime = 20_000;
/** In characters: how much of what the process wrote to stderr is read. */
const maxErrorLength = 2_000;

const listedSchema = z.object({ tools: z.array(z.object({ name: z.string() })) });
const calledSchema = z.object({ isError: z.boolean().optional(), content: z.array(z.object({ text: z.string() })) });

interface KeyOptions extends Pick<McpConfigurationParts, "client" | "name"> {
  /** The saved key of the connection; absent for a public app. */
  saved: string | undefined;
  environment: NodeJS.ProcessEnv;
}

/**
 * The key that a client would start the server with. VS Code asks for it, so the saved one stands for the answer. What
 * the others take from the environment has to be the saved one: it may belong to another app.
 *
 * @returns the saved key
 * @throws UserError if the environment doesn't have it
 */
export function keyToTry({ client, name, saved, environment }: KeyOptions): string | undefined {
  if (client === "vscode" || saved === undefined) return saved;
  const given = environment[keyVariable]?.trim();
  if (given === saved) return saved;
  const agent = client === "cursor" ? "Cursor" : "the agent";
  if (!given)
    throw new UserError(
      `${keyVariable} isn't set in VS Code's environment, so the server has no key here. ` +
        `Set it in the environment from which you start both ${agent} and VS Code.`,
    );
  throw new UserError(
    `${keyVariable} in VS Code's environment isn't the saved access key of ${name}, so nothing was sent. ` +
      `Set it to that key in the environment from which you start both ${agent} and VS Code.`,
  );
}

/**
 * Starts the MCP server as a client starts it, with `node` on the path, and asks it for its tools and for one run. Then
 * the process ends. The key goes to our own command line alone, in its environment.
 *
 * @returns why it doesn't work, as a sentence, otherwise the names of the tools, and why they can't read runs
 */
export async function tryMcpServer(options: TryOptions): Promise<TriedServer> {
  const { commandLine, accessKey, environment } = options;
  const env = { ...environment };
  delete env[keyVariable];
  const child = spawn("node", mcpArguments(options), {
    // Windows looks for a program in the current folder first, and a workspace may have a program of that name.
    cwd: dirname(commandLine),
    env: accessKey === undefined ? env : { ...env, [keyVariable]: accessKey },
    windowsHide: true,
  });
  const server = talkTo(child);
  try {
    await server.request("initialize", {
      protocolVersion: "2025-06-18",
      capabilities: {},
      clientInfo: { name: "dynamiq-runs-try", version: "1" },
    });
    server.send({ method: "notifications/initialized" });
    const listed = readAs(listedSchema, await server.request("tools/list", {}));
    if (!listed) return { failure: "It didn't list its tools." };
    const tools = listed.tools.map(({ name }) => name);
    const problem = await server.request("tools/call", { name: "listRuns", arguments: { limit: 1 } }).then(
      (result) => {
        const called = readAs(calledSchema, result);
        const [said] = called?.isError ? called.content : [];
        return said && oneLine(said.text.split("\n", 1)[0] ?? "", 300);
      },
      // The tools are known all the same.
      messageOf,
    );
    return { tools, problem };
  } catch (error) {
    return { failure: messageOf(error) };
  } finally {
    child.kill();
  }
}

/** Speaks MCP with a process over its stdio, one message in each line. */
function talkTo(child: ChildProcessWithoutNullStreams) {
  const waiting = new Map<number, (message: Message) => void>();
  let last = 0;
  let errors = "";
  const over = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("The server didn't respond in time.")), maxResponseTime).unref();
    child.once("error", (error) => reject(new Error(startFailure(error))));
    child.once("close", (code) => {
      const stderrLine = oneLine(errors, 300);
      reject(new Error(stderrLine === "" ? `The server exited immediately with code ${code}.` : stderrLine));
    });
  });
  // Nobody may be waiting any more when the process ends.
  over.catch(() => undefined);
  child.stdin.on("error", () => undefined);
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors = (errors + text).slice(0, maxErrorLength)));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const message = readJson(messageSchema, line);
    if (message?.id !== undefined) waiting.get(message.id)?.(message);
  });
  const send = (message: object): void => void child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const request = (method: string, params: object): Promise<unknown> => {
    const id = ++last;
    const answered = new Promise<unknown>((resolve, reject) => {
      waiting.set(id, ({ result, error }) =>
        error ? reject(new Error(oneLine(error.message, 300))) : resolve(result),
      );
    });
    send({ id, method, params });
    return Promise.race([answered, over]);
  };
  return { send, request };
}

const messageSchema = z.object({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});
type Message = z.infer<typeof messageSchema>;

function startFailure(error: NodeJS.ErrnoException): string {
  if (error.code !== "ENOENT") return `The server can't be started: ${error.message}.`;
  return "The server can't be started: Node.js isn't on the PATH. Install Node 22.19 or newer.";
}
