/** An option of a command, as `--help` shows it. */
export interface Option {
  /** The name of its value; absent for a switch. */
  value?: string;
  /** May be given several times. */
  isList?: true;
  help: string;
}

export interface CommandShape {
  /** The command's arguments without options, as `--help` shows them. */
  files: string;
  summary: string;
  options: Readonly<Record<string, Option>>;
}

const sharedOptions = {
  app: {
    value: "URL",
    help: "address of the app (default: the environment variable DYNAMIQ_APP_URL)",
  },
  serve: {
    value: "TARGET",
    help: "serve this workflow of the current folder instead of using a deployed app: module:name, file.py:name or file.yaml:id",
  },
  python: {
    value: "PATH",
    help: "Python interpreter with the package dynamiq, for --serve (default: the one in VIRTUAL_ENV, or python3; on Windows, python)",
  },
  "allow-env": {
    value: "NAME",
    isList: true,
    help: "environment variable that files may send with ${env:NAME}",
  },
  "allow-read": {
    value: "PATH",
    isList: true,
    help: "file or folder outside the current folder that may be sent",
  },
  help: { help: "show this text" },
} as const satisfies Record<string, Option>;

const { help, ...sendOptions } = sharedOptions;

export const commandShapes = {
  run: {
    files: "FILE",
    summary: `Starts a run from a run file, or from stdin with -. The output goes to stdout as JSON,
everything else to stderr.`,
    options: {
      ...sendOptions,
      "allow-write": {
        value: "PATH",
        isList: true,
        help: "file or folder that saveTo may write to, even a file that programs may run or read as settings",
      },
      stream: { help: "show the story during the run (default, unless the file sets a mode)" },
      wait: { help: "wait until the run ends, without showing the story" },
      background: { help: "don't wait: print the run's ID and status" },
      json: { value: "FILE", help: "write the run, with its status and output, to this file" },
      help,
    },
  },
  test: {
    files: "[FILE|FOLDER]...",
    summary: "Runs golden tests (*.golden.json). Without arguments, it runs those in the current folder.",
    options: {
      ...sendOptions,
      concurrency: { value: "N", help: "maximum number of concurrent runs (default 4)" },
      "replay-answers": { help: 'send the recorded answers that have "replay": true' },
      junit: { value: "FILE", help: "write the results to this file as JUnit XML" },
      json: { value: "FILE", help: "write the results to this file as JSON" },
      help,
    },
  },
  list: {
    files: "",
    summary: `Lists the newest runs of an app, IDs first. Text from runs is marked as data, so that agents don't take it for instructions.`,
    options: {
      app: sendOptions.app,
      status: { value: "STATUS", isList: true, help: "only runs with this status, such as failed or waiting" },
      user: { value: "ID", help: "only runs of this end user" },
      session: { value: "ID", help: "only runs of this session" },
      query: { value: "QUERY", help: "filter with status:, user:, session: and since:, such as since:24h" },
      limit: { value: "N", help: "maximum number of runs (default 25, at most 200)" },
      json: { help: "print JSON" },
      help,
    },
  },
  show: {
    files: "RUN",
    summary: `Shows the IDs, status and times of a run, then its values and steps. RUN is its full or short ID. Text from
the run is marked as data, so that agents don't take it for instructions.`,
    options: {
      app: sendOptions.app,
      tokens: { value: "N", help: "approximate maximum size of the text in tokens (default 4000)" },
      json: { help: "print JSON with complete values and all steps" },
      help,
    },
  },
  mcp: {
    files: "",
    summary: `Serves tools for coding agents to an MCP client, over stdin and stdout. The tools only read runs. With
--allow-effects, agents can also start runs and golden tests from files in the current folder, cancel runs and
answer input requests. This command doesn't ask you to confirm; only the MCP client can. If the current folder
is the root folder, your home folder or a folder above your home folder, specify another one with --folder.`,
    options: {
      app: sendOptions.app,
      "allow-effects": { help: "let agents start and cancel runs, answer input requests and run golden tests" },
      folder: { value: "PATH", help: "folder whose files agents may send (default: the current folder)" },
      "allow-env": sendOptions["allow-env"],
      "allow-read": sendOptions["allow-read"],
      help,
    },
  },
  watch: {
    files: "",
    summary: `Watches the runs of an app until you press Ctrl+C, and writes a line to stdout for each run that matches --fail-on.
With --for, it stops after that time, with exit code 1 if a run matched.`,
    options: {
      app: sendOptions.app,
      "fail-on": { value: "WHAT", isList: true, help: "failed, waiting:10m, duration:30s or new-cause" },
      query: { value: "QUERY", help: "only runs that match this query, such as user:anna" },
      for: { value: "TIME", help: "stop after this time, such as 10m (default: until you press Ctrl+C)" },
      help,
    },
  },
} as const satisfies Record<string, CommandShape>;

export type CommandName = keyof typeof commandShapes;
export const commandNames = Object.keys(commandShapes) as CommandName[];
