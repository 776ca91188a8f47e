import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PieceText } from "#runs/story/app/pieceText.ts";

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);
const asciiEscaped = (text: string): string =>
  escaped(text).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** What a reader sees who puts together what each piece adds. */
function read(pieces: readonly string[], escaped?: boolean): string {
  const text = new PieceText(escaped);
  let seen = "";
  for (const piece of pieces) {
    const grown = text.push(piece);
    seen += grown;
    expect(seen).toBe(text.text);
    // Half a surrogate pair cannot travel to the panel.
    expect(seen).not.toMatch(/[\ud800-\udbff]$|_27/);
  }
  return seen + text.finish();
}

/** A text cut into pieces anywhere. */
const cutText = (write: (text: string) => string) =>
  fc.tuple(fc.string({ unit: "grapheme" }), fc.array(fc.nat(30))).map(([text, sizes]) => {
    const pieces: string[] = [];
    let rest = write(text);
    for (const size of sizes) {
      pieces.push(rest.slice(0, size + 1));
      rest = rest.slice(size + 1);
    }
    return { text, pieces: [...pieces, rest].filter((piece) => piece !== "") };
  });

describe("pieces cut anywhere", () => {
  test("that are known to be escaped are decoded", () => {
    for (const write of [escaped, asciiEscaped]) {
      fc.assert(
        fc.property(cutText(write), ({ text, pieces }) => {
          expect(read(pieces, true)).toBe(text);
        }),
      );
    }
  });

  test("that are plain stay as they are", () => {
    fc.assert(
      fc.property(
        cutText((text) => text),
        ({ text, pieces }) => {
          expect(read(pieces)).toBe(text);
        },
      ),
    );
  });
});

test("a placeholder is short from its first piece on, wherever it is cut", () => {
  const long = `a < b: <EMAIL_${"27".repeat(19)}_12> and <PHONE_1> <${"X".repeat(50)}`;
  const short = `a < b: <EMAIL_12> and <PHONE_1> <${"X".repeat(50)}`;
  for (const escaped of [false, true]) {
    for (let size = 1; size < long.length; size++) {
      expect(read(long.match(new RegExp(`.{1,${size}}`, "gs")) ?? [], escaped)).toBe(short);
    }
  }
});
