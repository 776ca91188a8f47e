import { type CommandName, commandNames, commandShapes, type Option } from "./options.ts";

const keyNote = `The access key comes from the environment variable DYNAMIQ_ACCESS_KEY, never from an argument:
other users of a machine can see the arguments of a process. Public apps need no key.`;

const exitNote = `Exit codes: 0 passed, 1 failed, 2 wrong arguments or files, 3 app unreachable,
request refused or outcome unknown, 130 stopped with Ctrl+C, 143 stopped with SIGTERM.`;

const docsAddress = "https://github.com/dynamiq-community/dynamiq-runs/blob/main/docs/cli.md";

/** The text of `--help`, for one command or for all. */
export function helpText(command?: CommandName): string {
  return command === undefined ? overview() : commandHelp(command);
}

function overview(): string {
  const lines = commandNames.map((name) => `  ${usage(name)}`);
  return `Starts and shows runs of Dynamiq apps, runs golden tests, and serves tools for coding agents.

Usage:
${lines.join("\n")}
  dynamiq-runs COMMAND --help
  dynamiq-runs --version

${keyNote}

${exitNote}

More: ${docsAddress}
`;
}

function commandHelp(name: CommandName): string {
  const { summary, options } = commandShapes[name];
  return `Usage: ${usage(name)}

${summary}

Options:
${optionLines(options).join("\n")}

${keyNote}

${exitNote}
`;
}

function usage(name: CommandName): string {
  return ["dynamiq-runs", name, commandShapes[name].files, "[options]"].filter((part) => part !== "").join(" ");
}

function optionLines(options: Readonly<Record<string, Option>>): string[] {
  const rows = Object.entries(options).map(([name, { value, isList, help }]) => ({
    name: `--${name}${value === undefined ? "" : ` ${value}`}`,
    help: isList ? `${help} (repeatable)` : help,
  }));
  const width = Math.max(...rows.map((row) => row.name.length));
  return rows.map((row) => `  ${row.name.padEnd(width)}  ${row.help}`);
}
