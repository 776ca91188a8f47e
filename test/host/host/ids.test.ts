import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { runPanelType, runScheme, waitingColor } from "#host/ids.ts";
import { activateExtension } from "../support/extension.ts";

interface Manifest {
  contributes: {
    commands: { command: string; title: string }[];
    menus: Record<string, { command?: string }[]>;
    views: Record<string, { id: string }[]>;
    viewsWelcome: { view: string; contents: string }[];
    walkthroughs: { steps: { description: string; media: { svg: string }; completionEvents: string[] }[] }[];
    colors: { id: string }[];
    customEditors: { viewType: string; selector: { filenamePattern: string }[] }[];
  };
}

describe("package.json and the code", () => {
  const ours: string[] = Object.values(commandIds);
  const manifest = (): Manifest => {
    const extension = vscode.extensions.getExtension("dynamiq-community.dynamiq-runs");
    return extension?.packageJSON as Manifest;
  };

  it("register each command that package.json has", async () => {
    await activateExtension();
    const registered = (await vscode.commands.getCommands(true)).filter((id) => ours.includes(id));
    assert.deepEqual(registered.toSorted(), ours.toSorted());
  });

  it("put only commands of ours into menus, and only ones that exist into welcome texts and the walkthrough", async () => {
    const { menus, viewsWelcome, walkthroughs } = manifest().contributes;
    const inMenus = Object.values(menus).flatMap((items) => items.flatMap(({ command }) => command ?? []));
    const steps = walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const told = [
      ...viewsWelcome.map(({ contents }) => contents.matchAll(/\(command:([\w.]+)/g)),
      ...steps.map(({ description }) => description.matchAll(/\(command:([\w.]+)/g)),
      ...steps.flatMap(({ completionEvents }) => completionEvents.map((event) => event.matchAll(/^onCommand:(.+)$/g))),
    ];
    const inTexts = told.flatMap((matches) => [...matches].map(([, command]) => command ?? ""));
    assert.ok(inMenus.length > 0 && inTexts.length > 0);
    const all = await vscode.commands.getCommands();
    assert.deepEqual(
      [...inMenus.filter((command) => !ours.includes(command)), ...inTexts.filter((command) => !all.includes(command))],
      [],
    );
  });

  it("name the same editor, colour and views", () => {
    const { contributes } = manifest();
    assert.deepEqual(
      contributes.customEditors.map(({ viewType, selector }) => [viewType, selector]),
      [[runPanelType, [{ filenamePattern: `${runScheme}:/**` }]]],
    );
    assert.deepEqual(
      contributes.colors.map(({ id }) => id),
      [waitingColor],
    );
    const views = contributes.views["dynamiqRuns"]?.map(({ id }) => id);
    assert.ok(contributes.viewsWelcome.every(({ view }) => views?.includes(view)));
  });

  it("leave no text untranslated", () => {
    const placeholders = JSON.stringify(manifest()).match(/"%[\w.]+%"/g);
    assert.deepEqual(placeholders, null);
  });
});
