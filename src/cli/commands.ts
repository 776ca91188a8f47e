import { reportUnexpectedErrors } from "../base/unexpectedError.ts";
import { Cover } from "../runs/values/cover.ts";
import type { McpCommand, RunCommand, TestCommand } from "./args/commandLine.ts";
import { errorText, exitCodeOf } from "./commandErrors.ts";
import type { CliTools } from "./commandTools.ts";
import { runCommand } from "./run/runCommand.ts";
import { painter } from "./shell/colors.ts";
import type { Shell } from "./shell/shell.ts";
import { testCommand } from "./test/testCommand.ts";
import { UsageError } from "./usageError.ts";

/** Runs a command. @returns the exit code. @throws only UsageError: other errors are printed, and have an exit code */
export async function runCommandOf(
  command: RunCommand | TestCommand | McpCommand,
  { shell: printing, ...others }: CliTools,
): Promise<number> {
  const key = printing.environment["DYNAMIQ_ACCESS_KEY"]?.trim();
  const cover = new Cover(key ? [key] : []);
  // Results are covered as values, so that they stay JSON.
  const shell: Shell = { ...printing, err: (text) => printing.err(cover.text(text)) };
  reportUnexpectedErrors((error) => shell.err(`${errorText(error, Boolean(key))}\n`));
  const tools = { ...others, shell, cover };
  try {
    if (command.kind === "run") return await runCommand(command, tools);
    if (command.kind === "test") return await testCommand(command, tools);
    // The tools and the MCP SDK are as large as the rest: other commands do without them.
    const { mcpCommand } = await import("./mcp/mcpCommand.ts");
    return await mcpCommand(command, tools);
  } catch (error) {
    if (error instanceof UsageError) {
      error.message = cover.text(error.message);
      throw error;
    }
    shell.err(`${painter(shell)("red", cover.text(errorText(error, Boolean(key))))}\n`);
    return exitCodeOf(error);
  }
}
