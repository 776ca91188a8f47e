import { serveMcpStdio } from "../../agentTools/mcp/mcp.ts";
import { appPlace } from "../app/appPlace.ts";
import { openApp } from "../app/appRuns.ts";
import { openAnswers } from "../app/openAnswers.ts";
import type { McpCommand } from "../args/commandLine.ts";
import { errorText } from "../commandErrors.ts";
import type { CommandTools } from "../commandTools.ts";
import { exitCodes } from "../exitCodes.ts";
import { plainText } from "../shell/plainText.ts";
import { cliToolHost } from "./cliToolHost.ts";

/**
 * `dynamiq-runs mcp`: serves the tools to the MCP client that started this process, until it closes stdin. Nothing but
 * the protocol goes to stdout. Runs that an agent has started continue.
 *
 * @returns the exit code
 * @throws UsageError
 */
export async function mcpCommand(command: McpCommand, tools: CommandTools): Promise<number> {
  const { shell, interrupts, version, userAgent } = tools;
  const place = appPlace(command.app, shell.environment);
  const app = openApp(place, userAgent);
  const answers = openAnswers(app);
  const hasKey = place.accessKey !== undefined;
  const onError = (error: unknown): void => shell.err(`${plainText(errorText(error, hasKey))}\n`);
  const host = cliToolHost({ command, place, app, answers, shell });
  const { input, output } = shell;
  try {
    await serveMcpStdio({ host, version, onError }, { input, output, signal: interrupts.first });
    return interrupts.exitCode ?? exitCodes.passed;
  } finally {
    answers.dispose();
    await app.close();
  }
}
