import { readFile } from "node:fs/promises";
import { join } from "node:path";
import subsetFont from "subset-font";

/**
 * The style sheet of the codicons with a rule for each wanted icon. Their font is in it, as WOFF2 with the glyphs of
 * these icons alone: the whole font has 650 icons and weighs 160 KB, the panel shows some 60 of them.
 *
 * @param folder of `@vscode/codicons`
 * @throws Error that names the icons which the font doesn't have
 */
export async function iconFont(folder: string, icons: readonly string[]): Promise<string> {
  const [mapping, font] = await Promise.all([
    readFile(join(folder, "src/template/mapping.json"), "utf8"),
    readFile(join(folder, "dist/codicon.ttf")),
  ]);
  const names: Readonly<Record<string, readonly string[]>> = JSON.parse(mapping);
  const codePoints = new Map(
    Object.entries(names).flatMap(([codePoint, same]) => same.map((name) => [name, Number(codePoint)] as const)),
  );
  const missing = icons.filter((name) => !codePoints.has(name));
  if (missing.length > 0) throw new Error(`The codicons have no icon ${missing.join(", ")}. Correct src/ui/icons.ts.`);
  const wanted = icons.map((name) => ({ name, sign: String.fromCodePoint(codePoints.get(name)!) }));
  const subset = await subsetFont(font, wanted.map(({ sign }) => sign).join(""), { targetFormat: "woff2" });
  return `@font-face {
  font-family: "codicon";
  font-display: block;
  src: url("data:font/woff2;base64,${subset.toString("base64")}") format("woff2");
}
.codicon[class*="codicon-"] {
  font: normal normal normal 16px/1 codicon;
  display: inline-block;
  text-decoration: none;
  text-rendering: auto;
  text-align: center;
  -webkit-font-smoothing: antialiased;
  -moz-osx-font-smoothing: grayscale;
  user-select: none;
}
${wanted.map(({ name, sign }) => `.codicon-${name}:before { content: "${sign}" }`).join("\n")}`;
}
