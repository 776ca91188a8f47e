import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { batchPage } from "../../../src/features/batches/vscode/batchPanel.ts";
import { comparePage } from "../../../src/features/compare/vscode/comparePage.ts";
import { conversationPage } from "../../../src/features/conversations/vscode/conversationPage.ts";
import { insightsPage } from "../../../src/features/insights/vscode/insightsPage.ts";
import { runPage } from "../../../src/features/panel/vscode/runPage.ts";
import { pageHtml } from "../../../src/host/pages/definePage.ts";

const dist = resolve(import.meta.dirname, "../../../dist");

test.for([runPage, conversationPage, comparePage, batchPage, insightsPage])(
  "the page of $script loads beside its script all that it imports, and nothing else",
  async (page) => {
    const html = pageHtml({ uri: (...path) => path.join("/"), read: () => "" }, page);
    const preloaded = [...html.matchAll(/rel="modulepreload".*href="dist\/(.*)"/g)].map(([, file]) => file!);
    const files = new Set([`${page.script}.js`]);
    // A set that grows is walked to its new end.
    for (const file of files) {
      const text = await readFile(resolve(dist, file), "utf8");
      for (const [, imported] of text.matchAll(/from"\.\/([\w-]+\.js)"/g)) files.add(imported!);
    }
    expect(preloaded.toSorted()).toEqual([...files].slice(1).sort());
  },
);

test("a page imports its script once there is a body to draw in", () => {
  const [head, body] = pageHtml({ uri: (...path) => path.join("/"), read: () => "" }, runPage).split("<body>");
  expect(body).toContain('import("dist/panel.js")');
  expect(head).not.toContain("import(");
});
