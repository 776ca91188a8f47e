import * as vscode from "vscode";
import { type CommandId } from "./commandIds.ts";
import { extensionId } from "./ids.ts";

interface Manifest {
  contributes: { commands: readonly { command: string; title: string }[] };
}

/** The name of a command as menus and the palette show it, without the dots that say that it asks for more. */
export function commandTitle(id: CommandId): string {
  const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as Manifest | undefined;
  const found = manifest?.contributes.commands.find(({ command }) => command === id);
  if (!found) throw new Error(`package.json has no command ${id}.`);
  return found.title.replace(/…$/, "");
}
