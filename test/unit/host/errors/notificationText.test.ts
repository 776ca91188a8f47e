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
