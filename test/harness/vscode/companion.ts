import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const commands = ["Lock Keyring", "Mark As Production", "Create Run"];

/**
 * An extension beside ours, for workbench tests. It does nothing until one of its commands is run from the palette:
 * `Companion: Lock Keyring` makes SecretStorage fail in that window as it does when the keyring is locked. The others
 * use our extension as another one does: `Companion: Mark As Production` marks a connection, and
 * `Companion: Create Run` creates a run by the public API and shows its status or error.
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
    engines: { vscode: "^1.105.0" },
    main: "./main.cjs",
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
const { commands, extensions, window } = require("vscode");
exports.activate = ({ secrets, subscriptions }) => {
  subscriptions.push(
    commands.registerCommand("companion.LockKeyring", () => {
      const locked = async () => { throw new Error("The keyring is locked"); };
      Object.assign(Object.getPrototypeOf(secrets), { get: locked, store: locked, delete: locked });
      window.showInformationMessage("The keyring is locked now.");
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
