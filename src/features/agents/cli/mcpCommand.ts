import { stat } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import path, { resolve } from "node:path";
import { type AppAddress, appAddress } from "#cli/app/appAddress.ts";
import { type AppRuns, openApp, openAnswers, openCreator } from "#cli/app/appRuns.ts";
import type { McpCommand } from "#cli/args/commandLine.ts";
import type { CommandTools } from "#cli/commandTools.ts";
import { exitCodes } from "#cli/exitCodes.ts";
import { AllowedSends } from "#cli/files/allowedSends.ts";
import { readText } from "#cli/files/readText.ts";
import type { Shell } from "#cli/shell/shell.ts";
import { featureTools } from "#cli/tools.ts";
import { UsageError } from "#cli/usageError.ts";
import type { AgentHost } from "#features/agents/core/agentHost.ts";
import { serveMcpStdio } from "#features/agents/core/mcp/mcp.ts";
import { allTools } from "#features/agents/core/ownTools.ts";
import { resolveLinks } from "#runFiles/paths.ts";
import type { Cover } from "#runs/values/cover.ts";
import type { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import { type ToolEffects, toolLogLine } from "#workbench/tools/core/toolHost.ts";

/**
 * `dynamiq-runs mcp`: serves the tools to the MCP client that started this process, until it closes stdin. Nothing but
 * the protocol goes to stdout. Runs that an agent has started continue.
 *
 * @returns the exit code
 * @throws UsageError
 */
export async function mcpCommand(command: McpCommand, tools: CommandTools): Promise<number> {
  const { shell, interrupts, version, userAgent, cover, skillsFolder: skills } = tools;
  const address = appAddress(command.app, shell.environment);
  const homes = homeFolders(shell.environment);
  const folder = command.allowsEffects ? await agentFolder(command.folder, shell.folder, homes) : undefined;
  const app = openApp(address, userAgent);
  const answers = openAnswers(app);
  const host = cliToolHost({ command, address, app, answers, folder, shell, cover });
  const { input, output } = shell;
  try {
    await serveMcpStdio({ host, version, skills }, { input, output, signal: interrupts.first });
    return interrupts.exitCode ?? exitCodes.passed;
  } finally {
    answers.dispose();
    await app.close();
  }
}

interface CliToolParts {
  command: McpCommand;
  address: AppAddress;
  app: AppRuns;
  answers: AnswerService;
  /** Absolute: the folder whose files agents may use. Absent when they may only read runs. */
  folder: string | undefined;
  shell: Shell;
  cover: Cover;
}

/** The one app of a command, for tools. The person has decided with the command's options what agents may do. */
function cliToolHost({ address, ...parts }: CliToolParts): AgentHost {
  const { app, folder, shell, cover } = parts;
  const connection = { id: app.connectionId, name: address.host, host: address.host, isActive: true };
  const tools = allTools(Object.values(featureTools));
  return {
    tools: async () => tools,
    connections: async () => [connection],
    app: async () => app,
    cover: async () => cover,
    effects: folder === undefined ? undefined : cliEffects(parts, folder),
    log: (entry) => shell.err(`${toolLogLine(entry)}\n`),
  };
}

function cliEffects(
  { command, app, answers, shell }: Omit<CliToolParts, "address" | "folder">,
  folder: string,
): ToolEffects {
  const creator = openCreator();
  const sends = new AllowedSends(command.allowed, shell);
  return {
    // There is nobody to ask: the client has the terminal. It asks for itself before a tool that isn't read-only.
    confirm: async () => true,
    creator: {
      create: async (runs, run, hooks) => {
        await app.learn(hooks?.signal ?? new AbortController().signal);
        return creator.create(runs, run, hooks);
      },
    },
    answers,
    folders: [folder],
    environment: shell.environment,
    readText: (file) => readText(file, file),
    notAllowed: (_, reads) => sends.notAllowed(reads),
    onStarted: () => undefined,
  };
}

/**
 * The folder whose files agents may use: the one that the person named, otherwise the current one. Clients often start
 * their servers in `/` or in the home folder, where it would be no boundary at all.
 *
 * @param named as it was typed
 * @param current absolute
 * @param homes where the person's own folder may be, absolute
 * @throws UsageError
 */
export async function agentFolder(
  named: string | undefined,
  current: string,
  homes: readonly string[],
): Promise<string> {
  const folder = resolve(current, named ?? ".");
  if (named !== undefined) {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory()) return folder;
    throw new UsageError("--folder must be a folder that exists. A relative path starts at the current folder.");
  }
  const folders = homes.filter((home) => home !== "").map((home) => resolve(current, home));
  const [real = folder, ...realHomes] = await Promise.all([folder, ...folders].map(realOf));
  if (!isUnbounded(real, realHomes)) return folder;
  throw new UsageError(
    `Agents could send every file in ${folder}, because it is the root folder, your home folder or a folder above ` +
      "your home folder. Start the command in the folder of your project, or specify that folder with --folder PATH.",
  );
}

/** The folders that may be the person's home. Of a user that the system doesn't know, only a variable says it. */
function homeFolders({ HOME = "", USERPROFILE = "" }: Readonly<Record<string, string | undefined>>): string[] {
  try {
    return [HOME, USERPROFILE, homedir(), userInfo().homedir];
  } catch {
    return [HOME, USERPROFILE];
  }
}

async function realOf(folder: string): Promise<string> {
  return (await resolveLinks(folder).catch(() => undefined)) ?? folder;
}

/** Whether a folder is the root of a file system or drive, a home folder, or above one. By the text alone. */
export function isUnbounded(folder: string, homes: readonly string[], platform: path.PlatformPath = path): boolean {
  if (platform.dirname(folder) === folder) return true;
  return homes.some((home) => {
    const way = platform.relative(folder, home);
    return !/^\.\.(?:[\\/]|$)/.test(way) && !platform.isAbsolute(way);
  });
}
