import { expect, test } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { answerScheme, runScheme } from "../../../src/host/ids.ts";

test("VS Code names our documents by their path; tabs of runs keep what tells them apart alone", () => {
  const { resourceLabelFormatters: formatters } = manifest.contributes;
  const schemes = formatters.map(({ scheme }) => scheme);
  expect(schemes).toContain(answerScheme);
  expect(schemes).not.toContain(runScheme);
  for (const { formatting } of formatters) expect(formatting.label).toBe("Dynamiq Runs${path}");
});
