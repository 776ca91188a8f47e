import { join, resolve } from "node:path";
import subsetFont from "subset-font";
import { expect, test } from "vitest";
import { icons } from "#ui/icons.ts";
import { iconFont } from "../../../.ci/build/iconFont.ts";

const root = resolve(import.meta.dirname, "../../..");
const codicons = join(root, "node_modules/@vscode/codicons");

test("the font has a glyph for each icon of the panel and for nothing else", async () => {
  const css = await iconFont(codicons, icons);
  const rules = [...css.matchAll(/^\.codicon-([\w-]+):before \{ content: "(.)" \}$/gmu)];
  expect(rules.map(([, name]) => name!).sort()).toEqual([...icons].sort());
  const embedded = Buffer.from(/base64,([^"]*)"\) format\("woff2"\)/.exec(css)![1]!, "base64");
  const anyIcon = String.fromCodePoint(...Array.from({ length: 0x19_00 }, (_, index) => 0xe0_00 + index));
  const glyphs = glyphsByCodePoint(await subsetFont(embedded, anyIcon, { targetFormat: "truetype" }));
  expect(new Set(glyphs.keys())).toEqual(new Set(rules.map(([, , code]) => code!.codePointAt(0))));
  expect([...glyphs.values()].filter((bytes) => bytes === 0)).toEqual([]);
  expect(embedded.length).toBeLessThan(9_000);
});

test("an icon that the codicons don't have is named", async () => {
  await expect(iconFont(codicons, ["check", "no-such-icon", "nor-this"])).rejects.toThrow(
    "no icon no-such-icon, nor-this",
  );
});

/** The code points that a TrueType font maps to a glyph, each with how many bytes its outline has. */
function glyphsByCodePoint(font: Buffer): Map<number, number> {
  const tables = new Map<string, number>();
  for (let at = 12, end = 12 + font.readUInt16BE(4) * 16; at < end; at += 16) {
    tables.set(font.toString("latin1", at, at + 4), font.readUInt32BE(at + 8));
  }
  const isLong = font.readInt16BE(tables.get("head")! + 50) === 1;
  const outline = (glyph: number): number => {
    const at = tables.get("loca")!;
    return isLong ? font.readUInt32BE(at + glyph * 4) : font.readUInt16BE(at + glyph * 2) * 2;
  };
  const glyphs = new Map<number, number>();
  for (const [codePoint, glyph] of mappings(font, tables.get("cmap")!))
    glyphs.set(codePoint, outline(glyph + 1) - outline(glyph));
  return glyphs;
}

/** Reads the segments of format 4, in which every code point of the icons fits. */
function* mappings(font: Buffer, cmap: number): Generator<[codePoint: number, glyph: number]> {
  const offsets = Array.from(
    { length: font.readUInt16BE(cmap + 2) },
    (_, index) => cmap + font.readUInt32BE(cmap + 8 + index * 8),
  );
  const table = offsets.find((offset) => font.readUInt16BE(offset) === 4);
  if (table === undefined) throw new Error("The font has no cmap of format 4.");
  const bytes = font.readUInt16BE(table + 6);
  for (let at = 0; at < bytes; at += 2) {
    const [end, start, delta, range] = [14, 16 + bytes, 16 + 2 * bytes, 16 + 3 * bytes].map(
      (part) => table + part + at,
    ) as [number, number, number, number];
    const rangeOffset = font.readUInt16BE(range);
    for (
      let codePoint = font.readUInt16BE(start);
      codePoint <= font.readUInt16BE(end) && codePoint < 0xff_ff;
      codePoint++
    ) {
      const found =
        rangeOffset === 0
          ? codePoint
          : font.readUInt16BE(range + rangeOffset + 2 * (codePoint - font.readUInt16BE(start)));
      if (found !== 0) yield [codePoint, (found + font.readUInt16BE(delta)) & 0xff_ff];
    }
  }
}
