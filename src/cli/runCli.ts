import { readCommandLine } from "./args/commandLine.ts";
import { helpText } from "./args/help.ts";
import type { CliTools } from "./commandTools.ts";
import { exitCodes } from "./exitCodes.ts";
import { painter } from "./shell/colors.ts";
import { printingShell } from "./shell/plainText.ts";
import { UsageError } from "./usageError.ts";

/** Runs the command line. @returns the exit code. An error is printed and has an exit code. */
export async function runCli(args: readonly string[], tools: CliTools): Promise<number> {
  const { version } = tools;
  const shell = printingShell(tools.shell);
  try {
    const command = readCommandLine(args, shell.environment["DYNAMIQ_ACCESS_KEY"]);
    switch (command.kind) {
      case "help":
        shell.out(helpText(command.of));
        return exitCodes.passed;
      case "version":
        shell.out(`${version}\n`);
        return exitCodes.passed;
      default: {
        // The client takes three times as long to load as Node itself: help and mistakes do without it.
        const { runCommandOf } = await import("./commands.ts");
        return await runCommandOf(command, { ...tools, shell });
      }
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const hint = error.isAboutArguments ? "\nSee dynamiq-runs --help." : "";
    shell.err(`${painter(shell)("red", `${error.message}${hint}`)}\n`);
    return exitCodes.usage;
  }
}
