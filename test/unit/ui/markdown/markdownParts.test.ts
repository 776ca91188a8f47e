import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type MarkdownPart, MarkdownParts } from "#ui/markdown/markdownParts.ts";

const answer = `# The **second** charge

Both charges are *final*, and \`ch_3PqT8v\` has a [ledger entry](https://example.com/ledger/1) of **its own**.
It is \`\`a \` tick\`\` and ***both*** and ~~gone~~, 2 * 3 of [1, 2] and snake_case_name.

- one item
- another **item**
  - within

1. first
2. second

| Charge | Amount |
|---|--:|
| ch_3PqT8v | **620.00** |
| ch_3PqT9a | 620.00 |

> It was quoted.

\`\`\`sql
SELECT "*" FROM charges -- \`\`\`
\`\`\`

![Receipt](https://example.com/receipt.png) and <https://example.com> at the end! 620`;

describe("a text that grows letter by letter", () => {
  test("never takes back what was drawn", () => {
    const parts = new MarkdownParts();
    let before = "";
    for (let length = 1; length <= answer.length; length += 1) {
      const drawn = textOf(parts.update(answer.slice(0, length), true));
      expect(drawn.startsWith(before), `${JSON.stringify(before)} became ${JSON.stringify(drawn)}`).toBe(true);
      before = drawn;
    }
    expect(textOf(parts.update(answer, false)).startsWith(before)).toBe(true);
  });
});

test("a text that grew equals in the end a text that arrived at once, however it was cut", () => {
  const pieces = fc.array(
    fc.constantFrom(
      ..."`*_~[]()<>!#|-+=:\\\n\r \t0aé😀".split(""),
      "\n\n",
      "```\n",
      "**",
      "- ",
      "1. ",
      "> ",
      "| a | b |\n",
      "|---|---|\n",
      "](https://x.y)",
      "    ",
      "\0",
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(pieces, (all) => {
      const grown = new MarkdownParts();
      for (let count = 1; count <= all.length; count += 1) grown.update(all.slice(0, count).join(""), true);
      const text = all.join("");
      const sources = (parts: readonly MarkdownPart[]): unknown[] =>
        parts.map(({ source, tokens }) => [
          source,
          JSON.stringify(tokens, (key, value: unknown) => (key === "map" ? undefined : value)),
        ]);
      expect(sources(grown.update(text, false))).toEqual(sources(new MarkdownParts().update(text, false)));
    }),
    { numRuns: 2_000, examples: [[["\t", "|", "`", "|---|---|\n"]]] },
  );
});

describe("a text that is too deep or too long is shown unchanged", () => {
  test.each([
    ["quotes", ">".repeat(1_000) + " deep"],
    ["emphasis", "*a ".repeat(2_000) + "b*".repeat(2_000)],
    ["a wide table", `${"|a".repeat(5_000)}|\n${"|-".repeat(5_000)}|`],
  ])("%s", (_, text) => {
    const parts = new MarkdownParts().update(text, false);
    expect(parts.map(({ source, tokens }) => [source, tokens])).toEqual([[text.trimEnd(), undefined]]);
  });
});

/** What a reader sees of it, without the form. */
function textOf(parts: readonly MarkdownPart[]): string {
  return parts
    .flatMap(({ tokens, source }) => tokens?.flatMap((token) => token.children ?? [token]) ?? [{ content: source }])
    .map(({ content }) => content.replace(/\n$/, ""))
    .join("");
}
