import type { RunMode } from "#api/contract.ts";
import { nearest } from "#base/text/nearest.ts";
import { UsageError, wrongArguments } from "#cli/usageError.ts";
import { looksLikeKey } from "#model/accessKey.ts";
import { type CommandName, commandNames, commandShapes } from "./options.ts";
import { type GivenOptions, readOptions } from "./readOptions.ts";

/** The things outside the current folder that files may send, and where they may save outputs. */
export interface Allowed {
  /** Names of environment variables. */
  variables: readonly string[];
  /** Files and folders to send, as they were typed. */
  paths: readonly string[];
  /** Files, and folders with files, that outputs may go to although they aren't plain data. As they were typed. */
  outputs: readonly string[];
}

/** A workflow of the current folder, which is served while the command runs. */
interface ServedWorkflow {
  target: string;
  /** The interpreter, as it was typed; absent for the active environment's. */
  python: string | undefined;
}

export interface RunCommand {
  kind: "run";
  /** The workflow to serve, instead of an app. */
  serve?: ServedWorkflow;
  file: string;
  /** The app's address, as it was typed; absent when the environment has it. */
  app: string | undefined;
  /** Absent when the file decides. */
  mode: RunMode | undefined;
  /** The file for the result, as it was typed. */
  json: string | undefined;
  allowed: Allowed;
}

export interface TestCommand {
  kind: "test";
  /** The workflow to serve, instead of an app. */
  serve?: ServedWorkflow;
  /** Files and folders, as they were typed. */
  paths: readonly string[];
  app: string | undefined;
  /** How many runs are in progress at the same time. */
  concurrency: number;
  replaysAnswers: boolean;
  /** The file for the results, as it was typed. */
  junit: string | undefined;
  json: string | undefined;
  allowed: Allowed;
}

export interface McpCommand {
  kind: "mcp";
  app: string | undefined;
  /** Whether agents may do more than read. */
  allowsEffects: boolean;
  /** The folder whose files they may use, as it was typed; absent for the current one. */
  folder: string | undefined;
  allowed: Allowed;
}

export interface ListCommand {
  kind: "list";
  app: string | undefined;
  /** As they were typed. */
  statuses: readonly string[];
  userId: string | undefined;
  sessionId: string | undefined;
  /** In the words of *Filter Runs…*. */
  query: string | undefined;
  limit: number;
  isJson: boolean;
}

export interface ShowCommand {
  kind: "show";
  app: string | undefined;
  /** The ID of the run, also a short one. */
  run: string;
  /** About the most tokens of the text. */
  tokens: number;
  isJson: boolean;
}

export interface WatchCommand {
  kind: "watch";
  app: string | undefined;
  /** What is told, as it was typed. */
  failOn: readonly string[];
  /** The runs that are watched, as the search writes them; absent for all. */
  query: string | undefined;
  /** How long, as it was typed; absent for until it is stopped. */
  for: string | undefined;
}

export type CommandLine =
  | { kind: "help"; of?: CommandName }
  | { kind: "version" }
  | RunCommand
  | TestCommand
  | McpCommand
  | ListCommand
  | ShowCommand
  | WatchCommand;

/** What an option with a number takes. */
const numbers = {
  /** An app has other users, too. */
  concurrency: { least: 1, most: 100, usual: 4 },
  limit: { least: 1, most: 200, usual: 25 },
  tokens: { least: 500, most: 100_000, usual: 4_000 },
} as const;

/**
 * Reads the arguments of the command line.
 *
 * @param accessKey of the environment: no argument may contain it, whatever it looks like
 * @throws UsageError
 */
export function readCommandLine(args: readonly string[], accessKey?: string): CommandLine {
  refuseKeys(args, accessKey);
  const [first, ...rest] = args;
  if (first === undefined) throw wrongArguments(`Specify a command: ${listed(commandNames, "or")}.`);
  if (first === "--help" || first === "-h") return { kind: "help" };
  if (first === "--version" || first === "-v") return { kind: "version" };
  if (first === "help") return { kind: "help", of: rest[0] === undefined ? undefined : commandNamed(rest[0]) };
  const command = commandNamed(first);
  const given = readOptions(rest, commandShapes[command].options);
  if (given.options.has("help")) return { kind: "help", of: command };
  return { run: readRun, test: readTest, mcp: readMcp, list: readList, show: readShow, watch: readWatch }[command](
    given,
  );
}

/** An argument is seen by all users of a machine, and kept in the history of the shell. */
function refuseKeys(args: readonly string[], accessKey: string | undefined): void {
  const holdsKey = (arg: string): boolean =>
    looksLikeKey(arg) || (accessKey !== undefined && accessKey.length >= 8 && arg.includes(accessKey));
  if (!args.some(holdsKey)) return;
  throw new UsageError(
    "An argument looks like an access key or a personal token. Other users of this machine can see arguments, and " +
      "your shell keeps them: replace this key, and set DYNAMIQ_ACCESS_KEY to the new one.",
  );
}

function commandNamed(name: string): CommandName {
  const commandName = commandNames.find((each) => each === name);
  if (commandName) return commandName;
  const nearestCommand = nearest(name, commandNames);
  const hint = nearestCommand ? `Did you mean ${nearestCommand}?` : `Commands are ${listed(commandNames, "and")}.`;
  if (name.startsWith("-")) throw wrongArguments(`The command comes first, before its options. ${hint}`);
  const what = /^[\w.-]{1,30}$/.test(name) ? name : "The first argument";
  throw wrongArguments(`${what} isn't a command. ${hint}`);
}

function readRun({ options, files }: GivenOptions): RunCommand {
  const [file, ...others] = files;
  if (file === undefined) throw wrongArguments("The run file is missing: dynamiq-runs run FILE.");
  if (others.length > 0) {
    throw wrongArguments('Only one run file can be given. List attachments under "files" in the run file.');
  }
  return {
    kind: "run",
    serve: servedBy(options),
    file,
    app: options.get("app")?.[0],
    mode: modeOf(options),
    json: options.get("json")?.[0],
    allowed: allowedBy(options),
  };
}

function readTest({ options, files }: GivenOptions): TestCommand {
  return {
    kind: "test",
    serve: servedBy(options),
    paths: files,
    app: options.get("app")?.[0],
    concurrency: numberOf("concurrency", options),
    replaysAnswers: options.has("replay-answers"),
    junit: options.get("junit")?.[0],
    json: options.get("json")?.[0],
    allowed: allowedBy(options),
  };
}

function readMcp({ options, files }: GivenOptions): McpCommand {
  if (files.length > 0) throw wrongArguments("mcp takes no files: agents specify files in their tool calls.");
  return {
    kind: "mcp",
    app: options.get("app")?.[0],
    allowsEffects: options.has("allow-effects"),
    folder: options.get("folder")?.[0],
    allowed: allowedBy(options),
  };
}

function readList({ options, files }: GivenOptions): ListCommand {
  if (files.length > 0) throw wrongArguments("list takes no files. With --json, it prints to stdout.");
  return {
    kind: "list",
    app: options.get("app")?.[0],
    statuses: options.get("status") ?? [],
    userId: options.get("user")?.[0],
    sessionId: options.get("session")?.[0],
    query: options.get("query")?.[0],
    limit: numberOf("limit", options),
    isJson: options.has("json"),
  };
}

function readShow({ options, files }: GivenOptions): ShowCommand {
  const [run, ...others] = files;
  if (run === undefined) throw wrongArguments("The ID of the run is missing: dynamiq-runs show RUN.");
  if (others.length > 0)
    throw wrongArguments("show takes one run ID. To save a run in a file, use: dynamiq-runs show RUN --json > FILE");
  return {
    kind: "show",
    app: options.get("app")?.[0],
    run,
    tokens: numberOf("tokens", options),
    isJson: options.has("json"),
  };
}

function readWatch({ options, files }: GivenOptions): WatchCommand {
  if (files.length > 0) throw wrongArguments("watch takes no files. Select runs with --query.");
  return {
    kind: "watch",
    app: options.get("app")?.[0],
    failOn: options.get("fail-on") ?? [],
    query: options.get("query")?.[0],
    for: options.get("for")?.[0],
  };
}

/** `run, test or mcp` */
function listed(names: readonly string[], last: "and" | "or"): string {
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].join(` ${last} `);
}

function numberOf(name: keyof typeof numbers, options: GivenOptions["options"]): number {
  const { least, most, usual } = numbers[name];
  const [text] = options.get(name) ?? [];
  if (text === undefined) return usual;
  const given = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (given >= least && given <= most) return given;
  throw wrongArguments(`--${name} must be a whole number from ${least} to ${most}.`);
}

function modeOf(options: GivenOptions["options"]): RunMode | undefined {
  const modes: readonly RunMode[] = ["stream", "wait", "background"];
  const [mode, other] = modes.filter((each) => options.has(each));
  if (other !== undefined) throw wrongArguments(`--${mode} and --${other} can't be combined.`);
  return mode;
}

function servedBy(options: GivenOptions["options"]): ServedWorkflow | undefined {
  const [target] = options.get("serve") ?? [];
  const [python] = options.get("python") ?? [];
  if (target === undefined) {
    if (python !== undefined) throw wrongArguments("--python is only for --serve.");
    return undefined;
  }
  if (options.has("app")) throw wrongArguments("--serve and --app can't be combined.");
  return { target, python };
}

function allowedBy(options: GivenOptions["options"]): Allowed {
  return {
    variables: options.get("allow-env") ?? [],
    paths: options.get("allow-read") ?? [],
    outputs: options.get("allow-write") ?? [],
  };
}
