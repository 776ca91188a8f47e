import { isApiError } from "#api/errors.ts";
import { reportUnexpectedErrors } from "#base/unexpectedError.ts";
import { watchCommand } from "#features/alarms/cli/watchCommand.ts";
import { testCommand } from "#features/golden/cli/testCommand.ts";
import { withLocalApp } from "#features/localApps/cli/withLocalApp.ts";
import { RunFileError } from "#runFiles/runFileError.ts";
import { UploadsFailed } from "#runs/create/attachmentService.ts";
import { Cover } from "#runs/values/cover.ts";
import type { CommandLine, RunCommand } from "./args/commandLine.ts";
import type { CliTools, CommandTools } from "./commandTools.ts";
import { errorText } from "./errorText.ts";
import { exitCodes } from "./exitCodes.ts";
import { runCommand } from "./run/runCommand.ts";
import { painter } from "./shell/colors.ts";
import type { Shell } from "./shell/shell.ts";
import { UsageError } from "./usageError.ts";

type SentCommand = Exclude<CommandLine, { kind: "help" | "version" }>;

/** What each command does, a line for each. A feature that is taken out takes its lines along. */
export const commands: {
  [Kind in SentCommand["kind"]]?: (
    command: Extract<SentCommand, { kind: Kind }>,
    tools: CommandTools,
  ) => Promise<number>;
} = {
  run: runCommand,
  test: testCommand,
  list: async (...call) => (await import("#features/agents/cli/listCommand.ts")).listCommand(...call),
  show: async (...call) => (await import("#features/agents/cli/showCommand.ts")).showCommand(...call),
  watch: watchCommand,
  // The tools and the MCP SDK are as large as the rest: other commands do without them.
  mcp: async (...call) => (await import("#features/agents/cli/mcpCommand.ts")).mcpCommand(...call),
};

/** Calls a command with the address and the key of an app that is served meanwhile. @returns its exit code */
type Serve = (
  workflow: NonNullable<RunCommand["serve"]>,
  tools: CommandTools,
  call: (app: string, tools: CommandTools) => Promise<number>,
) => Promise<number>;

/** What a command may need besides. */
const helpers: { serve?: Serve } = {
  serve: withLocalApp,
};

/** Runs a command. @returns the exit code. @throws only UsageError: other errors are printed, and have an exit code */
export async function runCommandOf(command: SentCommand, { shell: printing, ...others }: CliTools): Promise<number> {
  const key = printing.environment["DYNAMIQ_ACCESS_KEY"]?.trim();
  const cover = new Cover(key ? [key] : []);
  // Results are covered as values, so that they stay JSON.
  const shell: Shell = { ...printing, err: (text) => printing.err(cover.text(text)) };
  reportUnexpectedErrors((error) => shell.err(`${errorText(error, Boolean(key))}\n`));
  const tools = { ...others, shell, cover };
  try {
    const run = commands[command.kind] as ((command: SentCommand, tools: CommandTools) => Promise<number>) | undefined;
    if (!run) throw new UsageError(`This build has no command ${command.kind}.`);
    if (!("serve" in command) || !command.serve) return await run(command, tools);
    const { serve } = helpers;
    if (!serve) throw new UsageError("This build can't serve workflows.");
    return await serve(command.serve, tools, (app, served) => run({ ...command, app }, served));
  } catch (error) {
    if (error instanceof UsageError) {
      error.message = cover.text(error.message);
      throw error;
    }
    shell.err(`${painter(shell)("red", cover.text(errorText(error, Boolean(key))))}\n`);
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof RunFileError) return exitCodes.usage;
  if (error instanceof UploadsFailed) {
    const { done, failed } = error.result;
    const code = exitCodeOf(failed[0]?.error);
    return code === exitCodes.usage && done.length > 0 ? exitCodes.failed : code;
  }
  if (!isApiError(error)) return exitCodes.failed;
  // Without a response, these two are about what was to be sent: a file that can't be read, or is too large.
  const isOurs = error.status === undefined && (error.kind === "invalid" || error.kind === "too-large");
  return isOurs ? exitCodes.usage : exitCodes.unreachable;
}
