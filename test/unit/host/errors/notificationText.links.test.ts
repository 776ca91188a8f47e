import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const source = join(import.meta.dirname, "../../../../src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));

/** Words that are ours alone: counts, and nothing that an app, a file or a person said. */
const ownWords = ["features/explorer/vscode/cancelRun.ts", "features/explorer/vscode/failureReport.ts"];
/** The texts are made safe where they are put together. */
const safeBefore = [
  "features/notifications/vscode/endNotifications.ts",
  "features/notifications/vscode/inputRequestNotifications.ts",
];

test("no notification makes a link of a text of an app or a file: each shows a notificationText", () => {
  const bare = files.flatMap((name) => {
    const calls = readFileSync(join(source, name), "utf8").matchAll(
      /\bshow(?:Error|Information|Warning)Message\(\s*([^;]*)/g,
    );
    return [...calls]
      .filter(([, rest = ""]) => !rest.startsWith("notificationText(") && !rest.includes("modal: true"))
      .map(() => name);
  });
  expect(bare.filter((name) => !ownWords.includes(name) && !safeBefore.includes(name))).toEqual([]);
});
