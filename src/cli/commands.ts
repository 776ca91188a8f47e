import type { RunCommand, TestCommand } from "./args/commandLine.ts";
import { errorText, exitCodeOf } from "./commandErrors.ts";
import type { CommandTools } from "./commandTools.ts";
import { runCommand } from "./run/runCommand.ts";
import { painter } from "./shell/colors.ts";
import { plainText } from "./shell/plainText.ts";
import { testCommand } from "./test/testCommand.ts";
import { UsageError } from "./usageError.ts";

/** Runs a command. @returns the exit code. @throws only UsageError: other errors are printed, and have an exit code */
export async function runCommandOf(command: RunCommand | TestCommand, tools: CommandTools): Promise<number> {
  const { shell } = tools;
  try {
    return await (command.kind === "run" ? runCommand(command, tools) : testCommand(command, tools));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const hasKey = Boolean(shell.environment["DYNAMIQ_ACCESS_KEY"]);
    shell.err(`${painter(shell)("red", plainText(errorText(error, hasKey)))}\n`);
    return exitCodeOf(error);
  }
}
