import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { notificationText } from "#host/errors/notificationText.ts";

/** What VS Code makes links of. */
const link = /\[[^\]]+\]\((https?:\/\/|command:|file:)[^)\s]+/i;

test.each([
  ["Not Found", "Not Found"],
  ["[Fix it](command:workbench.action.quit)", "[Fix it] (command:workbench.action.quit)"],
  ["[a](https://evil.example) [b](FILE:///etc)", "[a] (https://evil.example) [b] (FILE:///etc)"],
  ["[nested [a]](command:x)", "[nested [a]] (command:x)"],
  ["one\r\n\ntwo\u0000", "one two"],
  ["gnp.\u202Etxt", "gnp. txt"],
])("%j", (text, shown) => {
  expect(notificationText(text)).toBe(shown);
});

test("no text of an app becomes a link", () => {
  const part = fc.constantFrom("[", "]", "(", ")", "](", "command:x", "https://a", "\u202e", "\n", " ", "text");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      expect(notificationText(parts.join(""))).not.toMatch(link);
    }),
    { numRuns: 10_000 },
  );
});

const source = join(import.meta.dirname, "../../../../src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));

/** Words that are ours alone: counts, and nothing that an app, a file or a person said. */
const ownWords = ["workbench/explorer/vscode/cancelRun.ts", "workbench/explorer/vscode/failureReport.ts"];
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
