import { expect, test } from "vitest";
import { answerScheme, runScheme } from "#host/ids.ts";
import manifest from "../../../package.json" with { type: "json" };

test("VS Code names our documents by their path; tabs of runs keep what tells them apart alone", () => {
  const { resourceLabelFormatters: formatters } = manifest.contributes;
  const schemes = formatters.map(({ scheme }) => scheme);
  expect(schemes).toContain(answerScheme);
  expect(schemes).not.toContain(runScheme);
  for (const { formatting } of formatters) expect(formatting.label).toBe("Dynamiq Runs${path}");
});
