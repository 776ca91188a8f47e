import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";

const commands = [
  "addConnection",
  "switchConnection",
  "removeConnection",
  "replaceKey",
  "startSampleApp",
  "refresh",
  "openRun",
  "runFile",
  "runFileInBackground",
  "runFileAndWait",
  "uploadFiles",
  "cancelRun",
  "copyRunId",
  "openAsText",
  "exportRuns",
  "openExport",
].map((name) => `dynamiqRuns.${name}`);

describe("an assertion of this suite", () => {
  it("says what was false, also about a text with a line break", () => {
    const text = "one line";
    const fail = (): void => assert.ok(text.includes(`${text.length}\nlines`));
    assert.throws(fail, /AssertionError.*The expression evaluated to a falsy value.*lines/s);
  });
});

describe("the extension", () => {
  it("is installed and activates, giving version 1 of its API", async () => {
    const extension = vscode.extensions.getExtension<{ version: number }>("dynamiq-community.dynamiq-runs");
    assert.ok(extension, "the extension is not installed");
    const api = await extension.activate();
    assert.equal(api.version, 1);
  });

  it("registers every command that others script against", async () => {
    await vscode.extensions.getExtension("dynamiq-community.dynamiq-runs")?.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commands.filter((id) => !registered.has(id)),
      [],
    );
  });
});
