import { spawn } from "node:child_process";
import { relative, sep } from "node:path";
import * as vscode from "vscode";
import * as z from "zod";
import { readAs } from "../../base/stored.ts";
import type { Connection } from "../../connections/connection.ts";
import type { ConnectionStore } from "../../connections/connectionStore.ts";
import { explainError } from "../../host/errors/explainError.ts";
import { goldenFilePattern, notSearched } from "../../host/goldenFiles.ts";
import { goldenMatcher, goldenTaskType } from "../../host/ids.ts";
import type { ActiveRuns } from "../../views/connections/activeRuns.ts";
import { requireSession } from "../guards.ts";
import { confirmProduction } from "../steps/confirmProduction.ts";

export interface GoldenTaskServices {
  connections: ConnectionStore;
  activeRuns: ActiveRuns;
  /** The path of the command line's script. */
  commandLine: string;
}

const definitionSchema = z.looseObject({ type: z.literal(goldenTaskType), path: z.string().default(".") });
type Definition = z.infer<typeof definitionSchema>;

/** Tasks that run the golden tests of a folder with the command line, on the active connection: one for each folder. */
export function goldenTasks(services: GoldenTaskServices): vscode.TaskProvider {
  return {
    async provideTasks() {
      const files = await vscode.workspace.findFiles(goldenFilePattern, notSearched);
      const folders = new Map(files.map((uri) => vscode.Uri.joinPath(uri, "..")).map((uri) => [uri.toString(), uri]));
      return [...folders.values()].flatMap((uri) => {
        const workspaceFolder = vscode.workspace.getWorkspaceFolder(uri);
        if (!workspaceFolder) return [];
        const path = relative(workspaceFolder.uri.fsPath, uri.fsPath).split(sep).join("/") || ".";
        const name = `golden tests in ${path === "." ? workspaceFolder.name : path}`;
        return [taskOf(services, { type: goldenTaskType, path }, workspaceFolder, name)];
      });
    },
    resolveTask({ definition, scope, name }) {
      const known = readAs(definitionSchema, definition);
      return known && taskOf(services, known, isFolder(scope) ? scope : undefined, name);
    },
  };
}

function isFolder(scope: vscode.Task["scope"]): scope is vscode.WorkspaceFolder {
  return typeof scope === "object";
}

function taskOf(
  services: GoldenTaskServices,
  definition: Definition,
  folder: vscode.WorkspaceFolder | undefined,
  name: string,
): vscode.Task {
  const scope = folder ?? vscode.TaskScope.Workspace;
  const cwd = (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath;
  const execution = new vscode.CustomExecution(async () => new CommandLineTerminal(services, [definition.path], cwd));
  const task = new vscode.Task(definition, scope, name, "Dynamiq Runs", execution, goldenMatcher);
  task.group = vscode.TaskGroup.Test;
  return task;
}

/**
 * The command line in a terminal of a task. The key is in the environment of its process alone: VS Code keeps the
 * environment of its own terminals, and a command line can be read by others.
 */
class CommandLineTerminal implements vscode.Pseudoterminal {
  readonly #services: GoldenTaskServices;
  readonly #paths: readonly string[];
  readonly #cwd: string | undefined;
  readonly #wrote = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number>();
  readonly onDidWrite = this.#wrote.event;
  readonly onDidClose = this.#closed.event;
  #interrupt: () => void = () => undefined;

  constructor(services: GoldenTaskServices, paths: readonly string[], cwd: string | undefined) {
    this.#services = services;
    this.#paths = paths;
    this.#cwd = cwd;
  }

  open(): void {
    this.#run().catch((error: unknown) => {
      this.#write(`${explainError(error).message}\n`);
      this.#closed.fire(1);
    });
  }

  close(): void {
    this.#interrupt();
  }

  /** Ctrl+C cancels the runs, as in any terminal. */
  handleInput(data: string): void {
    if (data === "\u0003") this.#interrupt();
  }

  async #run(): Promise<void> {
    const { connections, activeRuns } = this.#services;
    const connection = connections.get(requireSession(activeRuns).connectionId);
    if (!connection || !(await confirmTask(connection, this.#paths))) return this.#closed.fire(1);
    const key = await connections.readKey(connection);
    this.#write(`Runs golden tests on ${connection.name}\n`);
    this.#start(connection, key);
  }

  #start({ baseUrl, production }: Connection, key: string | undefined): void {
    const replay = production === undefined ? ["--replay-answers"] : [];
    const child = spawn(process.execPath, [this.#services.commandLine, "test", ...replay, "--", ...this.#paths], {
      cwd: this.#cwd,
      env: {
        ...process.env,
        // VS Code's own program runs a script only with it.
        ELECTRON_RUN_AS_NODE: "1",
        DYNAMIQ_APP_URL: baseUrl,
        DYNAMIQ_ACCESS_KEY: key ?? "",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#interrupt = () => void child.kill("SIGINT");
    for (const output of [child.stdout, child.stderr]) {
      output.setEncoding("utf8");
      output.on("data", (text: string) => this.#write(text));
    }
    child.on("error", (error) => {
      this.#write(`The command line couldn't be started: ${error.message}\n`);
      this.#closed.fire(1);
    });
    child.on("close", (code) => this.#closed.fire(code ?? 1));
  }

  #write(text: string): void {
    this.#wrote.fire(text.replace(/\r?\n/g, "\r\n"));
  }
}

function confirmTask(connection: Connection, paths: readonly string[]): Promise<boolean> {
  const what = `All golden tests in ${paths.join(", ")}. Each starts real runs.`;
  return confirmProduction(connection, { verb: "Run golden tests", what, button: "Run Tests" });
}
