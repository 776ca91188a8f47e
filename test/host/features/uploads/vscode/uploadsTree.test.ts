import assert from "node:assert/strict";
import { it } from "mocha";
import type * as vscode from "vscode";
import { UploadsTree } from "#features/uploads/vscode/uploadsTree.ts";
import { openRows, words } from "../../../support/rowsOfWindow.ts";

it("uploads are rows, the newest first, marked ones say so, and the line above counts them", async () => {
  const window = await openRows();
  const view = { message: "" };
  const shown = { view, changed: { fire: () => undefined } } as unknown as ConstructorParameters<typeof UploadsTree>[1];
  const { runs: activeRuns, uploads, nextRun } = window;
  const tree = new UploadsTree({ activeRuns, uploads, nextRun }, shown);
  const rows = (): vscode.TreeItem[] => tree.getChildren().map((node) => tree.getTreeItem(node));
  const said = (): string[] => words(rows()).map((row) => row.replace(/, [^,]*$/, ""));
  assert.deepEqual(rows(), []);
  const { id } = await window.connect({ url: "http://127.0.0.1:1", accessKey: "a".repeat(64) }, "App");
  const add = (name: string, size: number) =>
    window.uploads.add(id, { id: `id-of-${name}`, name, size }, "5".repeat(64));
  const receipt = await add("receipt.png", 2_048);
  await add("README.md", 12);
  assert.deepEqual(said(), ["README.md 12 B", "receipt.png 2.0 KiB"]);
  assert.equal(view.message, "");

  await window.nextRun.mark(id, [receipt.id]);
  assert.deepEqual(said(), ["README.md 12 B", "receipt.png next run, 2.0 KiB"]);
  assert.equal(view.message, "1 upload will be attached to the next run that you start from a file.");
  const [plain, marked] = rows();
  assert.deepEqual([plain?.contextValue, marked?.contextValue], ["upload", "upload attached"]);
  const { value = "" } = (marked?.tooltip ?? {}) as Partial<vscode.MarkdownString>;
  assert.match(
    value.replaceAll("&nbsp;", " "),
    /This upload will be attached to the next run that you start from a file\..*2,048 bytes/s,
  );
  assert.ok(value.includes("5".repeat(64)), value);

  await window.uploads.forget(id, [receipt.id]);
  assert.deepEqual(said(), ["README.md 12 B"]);
  assert.equal(view.message, "");
  tree.dispose();
  window.close();
});
