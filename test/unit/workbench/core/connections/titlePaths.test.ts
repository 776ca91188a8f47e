import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Emitter } from "#base/emitter.ts";
import { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { readTitleSetting, renamedTitles, unknownNames } from "#workbench/core/connections/titlePaths.ts";
import { ExtensionState } from "../../../../support/state/extensionState.ts";
import { secretsOf } from "../../../../support/state/fakeStorage.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { openShared, storageFolder } from "../../../../support/state/windows.ts";

const manifest = JSON.parse(
  readFileSync(fileURLToPath(new URL("../../../../../package.json", import.meta.url)), "utf8"),
) as {
  contributes: { configuration: { properties: Record<string, { additionalProperties: { pattern: string } }> }[] };
};
const pattern = new RegExp(
  manifest.contributes.configuration.flatMap(
    ({ properties }) => properties["dynamiqRuns.runTitles"]?.additionalProperties.pattern ?? [],
  )[0] ?? "$^",
);

describe("the setting for titles", () => {
  test.each<[string, readonly unknown[]]>([
    ["input.ticket_subject", ["input", "ticket_subject"]],
    ["$.input.messages[0].content", ["input", "messages", 0, "content"]],
    ['input["ticket subject"].text', ["input", "ticket subject", "text"]],
  ])("accepts the path %s", (text, path) => {
    const setting = readTitleSetting({ App: text });
    expect([[...setting.paths], setting.problems]).toEqual([[["App", path]], []]);
    expect(text).toMatch(pattern);
  });

  test.each<[unknown, RegExp]>([
    ["ticket_subject", /“App”: “ticket_subject” must begin with input, .* or session_id\. .*input\.ticket_subject/],
    ["inptu.ticket", /“inptu\.ticket” must begin with input, .* or session_id\. Did you mean input\? /],
    ["input..x", /“input\.\.x” isn't a path/],
    ["", /The path is empty or isn't a string\./],
  ])("refuses the path %j and says what to write", (text, problem) => {
    const setting = readTitleSetting({ App: text });
    expect(setting.paths.size).toBe(0);
    expect(setting.problems).toEqual([expect.stringMatching(problem)]);
    if (typeof text === "string") expect(text).not.toMatch(pattern);
  });

  test.each(["dynamiq_acc_", "dyn_pat_", "uak_"])("never repeats a key (%s…) that was pasted into it", (prefix) => {
    const key = `${prefix}${"k3Y".repeat(21)}x`;
    for (const value of [{ [key]: "input.a" }, { App: key }, { App: `input.a b ${key}` }]) {
      const setting = readTitleSetting(value);
      expect(setting.problems).toEqual([expect.stringContaining("contains an access key. Remove it")]);
      expect(setting.paths.size).toBe(0);
      expect(unknownNames(setting, [])).toBeUndefined();
    }
  });
});

test.each<[value: unknown, renamed: unknown]>([
  [
    { A: "input.a", App: "input.b", Z: 7 },
    { A: "input.a", New: "input.b", Z: 7 },
  ],
  [{ App: "input.b", New: "input.c" }, undefined],
  [undefined, undefined],
])("the titles %j of a connection that is renamed become %j", (value, renamed) => {
  const titles = renamedTitles(value, "App", "New");
  expect(titles).toEqual(renamed);
  expect(Object.keys(titles ?? {})).toEqual(Object.keys(renamed ?? {}));
});

test("a connection has its path, reports when it or the name changes, and never stores it", async () => {
  const disk = new MemoryDisk();
  const shared = await openShared(disk);
  const changed = new Emitter<void>();
  let setting = readTitleSetting({ App: "input.a" });
  const titles = {
    of: (name: string) => setting.paths.get(name),
    rename: async (from: string, to: string) => {
      setting = readTitleSetting(renamedTitles({ [from]: "input.b" }, from, to));
      changed.fire();
    },
    onDidChange: changed.event,
  };
  const window = new ExtensionState().open();
  const store = new ConnectionStore({ ...shared, window, secrets: secretsOf(new Map()), titles });
  let changes = 0;
  const { id } = await store.add({ name: "App", baseUrl: "https://one.example.com" });
  store.onDidChange(() => changes++);
  expect(store.get(id)?.titlePath).toEqual(["input", "a"]);
  await store.mark(id, { production: "ask" });
  changes = 0;
  setting = readTitleSetting({ App: "input.b" });
  changed.fire();
  expect([store.get(id)?.titlePath, changes]).toEqual([["input", "b"], 1]);
  changed.fire();
  expect(changes).toBe(1);
  await store.rename(id, "Other");
  expect([store.get(id)?.name, store.get(id)?.titlePath]).toEqual(["Other", ["input", "b"]]);
  setting = readTitleSetting(undefined);
  changed.fire();
  expect(store.get(id)?.titlePath).toBeUndefined();
  expect([...disk.texts(`${storageFolder}/state/connections`)].join()).not.toContain("titlePath");
});
