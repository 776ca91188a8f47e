import { readFile } from "node:fs/promises";
import { join } from "node:path";
import subsetFont from "subset-font";

const iconRule = /^\.codicon-(?<name>[\w-]+):before \{ content: "\\(?<codePoint>[\da-f]+)" \}$/;

/**
 * The style sheet of the codicons with a rule for each wanted icon and for no other. Their font is in it, as WOFF2 with
 * the glyphs of these icons alone: the whole font has 650 icons and weighs 160 KB, the panel shows some 60 of them.
 *
 * @param folder the `dist` of `@vscode/codicons`
 * @throws Error that names the icons which the font doesn't have
 */
export async function iconFont(folder: string, icons: readonly string[]): Promise<string> {
  const [style, font] = await Promise.all([
    readFile(join(folder, "codicon.css"), "utf8"),
    readFile(join(folder, "codicon.ttf")),
  ]);
  const codePoints = new Map<string, number>();
  const lines = style.split("\n").filter((line) => {
    const { name, codePoint } = iconRule.exec(line)?.groups ?? {};
    if (name === undefined || codePoint === undefined) return true;
    if (icons.includes(name)) codePoints.set(name, Number.parseInt(codePoint, 16));
    return icons.includes(name);
  });
  const missing = icons.filter((name) => !codePoints.has(name));
  if (missing.length > 0)
    throw new Error(`The codicons have no icon ${missing.join(", ")}. Correct src/ui/ui/icons.ts.`);
  const text = String.fromCodePoint(...codePoints.values());
  const subset = await subsetFont(font, text, { targetFormat: "woff2" });
  const embedded = `src: url("data:font/woff2;base64,${subset.toString("base64")}") format("woff2");`;
  return lines.join("\n").replace(/src: url\(.*;/, embedded);
}
