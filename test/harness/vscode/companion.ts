import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const commands = ["Do What The File Says", "Mark As Production", "Create Run"];

/** What a test has done inside its window, which a person would do in several steps. */
export interface CompanionRequest {
  /** Adds a connection, which becomes the active one. */
  connect?: { name: string; baseUrl: string; accessKey: string };
  /** Closes all editors without saving, the panel, and all notifications. */
  tidy?: boolean;
}

/**
 * An extension beside ours, for workbench tests. It does nothing until one of its commands is run from the palette:
 * `Companion: Mark As Production` marks a connection as another extension does, and `Companion: Create Run` creates a run
 * by the public API and shows its status or error.
 *
 * `Companion: Do What The File Says` reads the {@link CompanionRequest} in `request.json` of its folder, and writes
 * `done` there, with the error if there was one.
 *
 * @returns its folder
 */
export async function writeCompanion(parent: string): Promise<string> {
  const path = join(parent, "companion");
  await mkdir(path);
  const manifest = {
    name: "companion",
    publisher: "test",
    version: "1.0.0",
    engines: { vscode: "^1.109.0" },
    main: "./main.cjs",
    capabilities: { untrustedWorkspaces: { supported: true } },
    contributes: {
      commands: commands.map((title) => ({ command: idOf(title), category: "Companion", title })),
    },
  };
  await writeFile(join(path, "package.json"), JSON.stringify(manifest));
  await writeFile(join(path, "main.cjs"), code);
  return path;
}

function idOf(title: string): string {
  return `companion.${title.replaceAll(" ", "")}`;
}

/** All extensions share the class of their SecretStorage. */
const code = `
const { readFileSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { commands, extensions, window, workspace } = require("vscode");
const vscodeDoes = (...args) => commands.executeCommand(...args);

async function fulfill({ connect, tidy }) {
  if (tidy) {
    for (const document of workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
      await window.showTextDocument(document);
      await vscodeDoes("workbench.action.revertAndCloseActiveEditor");
    }
    await vscodeDoes("workbench.action.closeAllEditors");
    await vscodeDoes("workbench.action.closePanel");
    await vscodeDoes("notifications.clearAll");
  }
  if (connect) await vscodeDoes("dynamiqRuns.addConnection", connect);
}

exports.activate = ({ subscriptions }) => {
  subscriptions.push(
    commands.registerCommand("companion.DoWhatTheFileSays", async () => {
      const file = join(__dirname, "request.json");
      const request = JSON.parse(readFileSync(file, "utf8"));
      rmSync(file);
      const error = await fulfill(request).then(() => "", String);
      writeFileSync(join(__dirname, "done"), error);
    }),
    commands.registerCommand("companion.MarkAsProduction", async () => {
      const id = await commands.executeCommand("dynamiqRuns.switchConnection");
      await commands.executeCommand("dynamiqRuns.markProduction", id, "ask");
    }),
    commands.registerCommand("companion.CreateRun", async () => {
      const api = await extensions.getExtension("dynamiq-community.dynamiq-runs").activate();
      api.createRun({ input: { ticket_subject: "From outside" } }, { mode: "background" }).then(
        (run) => window.showInformationMessage("status: " + run.status),
        (error) => window.showErrorMessage(error.kind + ": " + error.message),
      );
    }),
  );
};
`;
