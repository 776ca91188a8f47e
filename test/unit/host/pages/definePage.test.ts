import { expect, test } from "vitest";
import { runPage } from "../../../../src/features/panel/vscode/runPage.ts";
import { pageHtml } from "../../../../src/host/pages/definePage.ts";

test("a page imports its script once there is a body to draw in", () => {
  const [head, body] = pageHtml({ uri: (...path) => path.join("/"), read: () => "" }, runPage).split("<body>");
  expect(body).toContain('import("dist/pages.js")');
  expect(head).not.toContain("import(");
});
