import assert from "node:assert/strict";
import { parse } from "jsonc-parser";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { explorerViewId } from "#host/ids.ts";

interface Keybinding {
  key: string;
  command: string;
  when?: string;
}

/** Every key that VS Code and its extensions bind on this platform, ours among them, written in VS Code's own way. */
async function defaultKeybindings(): Promise<Keybinding[]> {
  const uri = vscode.Uri.parse("vscode://defaultsettings/keybindings.json");
  return parse((await vscode.workspace.openTextDocument(uri)).getText()) as Keybinding[];
}

const isOurs = ({ command }: Keybinding): boolean => command.startsWith("dynamiqRuns.");

/** Whether pressing one key never lets the other one happen: the same, or the first keys of a longer one. */
function collide(one: string, other: string): boolean {
  return `${one} `.startsWith(`${other} `) || `${other} `.startsWith(`${one} `);
}

describe("our keyboard shortcuts", () => {
  it("exist, and act only in our views or in a run file", async () => {
    const extension = vscode.extensions.getExtension("dynamiq-community.dynamiq-runs");
    assert.ok(extension, "the extension is not installed");
    const { keybindings } = extension.packageJSON.contributes as { keybindings: Keybinding[] };
    const ours = (await defaultKeybindings()).filter(isOurs);
    assert.ok(ours.length > 0);
    assert.deepEqual(
      ours.map(({ command }) => command).toSorted(),
      keybindings.map(({ command }) => command).toSorted(),
    );
    const views = [explorerViewId, "dynamiqRuns.uploads"].map((id) => `focusedView == '${id}'`);
    const places = [...views, "resourceFilename =~ /\\.run\\.jsonc?$/i", "dynamiqRuns.searchInput"];
    for (const { command, when } of ours)
      assert.ok(
        places.some((place) => when?.includes(place)),
        `${command}: ${when}`,
      );
  });

  it("replace none of VS Code's, outside the input of our search", async () => {
    const all = await defaultKeybindings();
    const theirs = all.filter((each) => !isOurs(each));
    assert.ok(theirs.length > 500, `only ${theirs.length} keys of VS Code's own`);
    const anywhere = all.filter((each) => isOurs(each) && !each.when?.includes("dynamiqRuns.searchInput"));
    const taken = anywhere.flatMap((our) => {
      const same = theirs.filter(({ key }) => collide(our.key, key));
      return same.map(({ command }) => `${our.key} of ${our.command} is ${command}'s`);
    });
    assert.deepEqual(taken, []);
  });

  it("have one command each", async () => {
    const keys = (await defaultKeybindings()).filter(isOurs).map(({ key }) => key);
    assert.deepEqual(keys, [...new Set(keys)]);
  });
});
