import { expect, test } from "vitest";
import { pageHtml } from "#host/pages/definePage.ts";
import { runPage } from "#workbench/panel/vscode/runPage.ts";

test("a page imports its script once there is a body to draw in", () => {
  const [head, body] = pageHtml({ uri: (...path) => path.join("/"), read: () => "" }, runPage).split("<body>");
  expect(body).toContain('import("dist/pages.js")');
  expect(head).not.toContain("import(");
});
