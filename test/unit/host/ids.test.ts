import { expect, test } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { answerScheme, runScheme } from "../../../src/host/ids.ts";

test("VS Code names our documents by their path, without the address", () => {
  const { resourceLabelFormatters: formatters } = manifest.contributes;
  expect(formatters.map(({ scheme }) => scheme)).toEqual(expect.arrayContaining([runScheme, answerScheme]));
  for (const { formatting } of formatters) expect(formatting.label).toBe("Dynamiq Runs${path}");
});
