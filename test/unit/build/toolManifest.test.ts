import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { toolTable } from "#features/agents/core/toolTable.ts";
import { toolNames } from "#runs/questions/toolNames.ts";
import { contributedTools, notApprovedTools } from "../../../.ci/build/toolManifest.ts";

const read = (file: string) => JSON.parse(readFileSync(resolve(import.meta.dirname, "../../..", file), "utf8"));
const { contributes } = read("package.json");
const texts: Record<string, string> = read("package.nls.json");

// `node .ci/build/toolManifest.ts` writes them.
test("package.json has the tools as they are", () => {
  expect(contributes.languageModelTools).toEqual(contributedTools());
});

test("VS Code approves no tool with effects by itself", () => {
  const names = toolNames.filter((name) => toolTable[name].confirms);
  expect(names).toContain("cancelRun");
  const wanted = names.map((name) => [`dynamiq-community.dynamiq-runs/${name}`, false]);
  expect(notApprovedTools("dynamiq-community.dynamiq-runs")).toEqual(Object.fromEntries(wanted));
  expect(contributes.configurationDefaults["chat.tools.eligibleForAutoApproval"]).toEqual(Object.fromEntries(wanted));
});

test.each(toolNames)("%s has its title and a sentence for people", (name) => {
  expect(texts[`tool.${name}`]).toBe(toolTable[name].title);
  const sentence = texts[`tool.${name}.does`] ?? "";
  expect(sentence).toMatch(/^[A-Z].*\.$/);
  if (toolTable[name].confirms) expect(sentence).toContain("after you confirm it");
});
