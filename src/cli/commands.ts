import type { McpCommand, RunCommand, TestCommand } from "./args/commandLine.ts";
import { errorText, exitCodeOf } from "./commandErrors.ts";
import type { CommandTools } from "./commandTools.ts";
import { runCommand } from "./run/runCommand.ts";
import { painter } from "./shell/colors.ts";
import { plainText } from "./shell/plainText.ts";
import { testCommand } from "./test/testCommand.ts";
import { UsageError } from "./usageError.ts";

/** Runs a command. @returns the exit code. @throws only UsageError: other errors are printed, and have an exit code */
export async function runCommandOf(
  command: RunCommand | TestCommand | McpCommand,
  tools: CommandTools,
): Promise<number> {
  const { shell } = tools;
  try {
    if (command.kind === "run") return await runCommand(command, tools);
    if (command.kind === "test") return await testCommand(command, tools);
    // The tools and the MCP SDK are as large as the rest: other commands do without them.
    const { mcpCommand } = await import("./mcp/mcpCommand.ts");
    return await mcpCommand(command, tools);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const hasKey = Boolean(shell.environment["DYNAMIQ_ACCESS_KEY"]);
    shell.err(`${painter(shell)("red", plainText(errorText(error, hasKey)))}\n`);
    return exitCodeOf(error);
  }
}
