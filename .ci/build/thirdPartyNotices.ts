import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metafile } from "esbuild";

/** What is shipped beside the bundles, and under which licenses. */
const copied: Readonly<Record<string, string>> = {
  "@vscode/codicons":
    "CC-BY-4.0 (the font in codicons.css, the icons by Microsoft Corporation, here only those that the panel shows) and MIT (the rules in codicons.css)",
};

const modules = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const licenseFile = /^(licen[cs]e|copying|notice)/i;

const head = `Third-Party Notices

Dynamiq Runs includes the packages below. Their code is bundled without the parts that are not used. Each is followed by its license.
The build writes this file and lists every package that has code in a bundle.
`;

/** A part of a package that has another author than the package, and whose license the package does not bring. */
const parts: Readonly<Record<string, { name: string; license: string; text: string }>> = {
  "@modelcontextprotocol/server": {
    name: "content-type",
    license: "MIT",
    text: `(The MIT License)

Copyright (c) 2015 Douglas Christopher Wilson

Permission is hereby granted, free of charge, to any person obtaining
a copy of this software and associated documentation files (the
'Software'), to deal in the Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to
permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be
included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED 'AS IS', WITHOUT WARRANTY OF ANY KIND,
EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT.
IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT,
TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
  },
  undici: {
    name: "llhttp",
    license: "MIT",
    text: `This software is licensed under the MIT License.

Copyright Fedor Indutny, 2018.

Permission is hereby granted, free of charge, to any person obtaining a
copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the
following conditions:

The above copyright notice and this permission notice shall be included
in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS
OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN
NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE
USE OR OTHER DEALINGS IN THE SOFTWARE.`,
  },
};

/** Creative Commons allows its address in place of the text (4.0, section 3a), which alone was 5 KB of the VSIX. */
const creativeCommons = /^Attribution 4\.0 International\n[^]*?\nCreative Commons may be contacted at .*$/m;
const creativeCommonsLink =
  "Creative Commons Attribution 4.0 International: https://creativecommons.org/licenses/by/4.0/legalcode";

/** The folders of the packages of which something is in the bundles, each once. */
function bundledPackages(metafiles: readonly Metafile[]): string[] {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap((output) => Object.entries(output.inputs));
  const folders = inputs.flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? (modules.exec(path)?.[0] ?? []) : [],
  );
  return [...new Set(folders)];
}

/**
 * The licenses of packages as one text, by name.
 *
 * @param folders of packages, relative to `root`
 * @throws Error that names each package without a license text
 */
export async function thirdPartyNotices(root: string, folders: readonly string[]): Promise<string> {
  const read = await Promise.all(folders.map((folder) => readPackage(join(root, folder))));
  const missing = read.filter(({ texts }) => texts.length === 0).map(({ title }) => title);
  if (missing.length > 0) throw new Error(`No license text in ${missing.join(", ")}: it can't be shipped.`);
  const sections = [...new Map(read.map((each) => [each.title, each])).values()]
    .sort((a, b) => (a.title < b.title ? -1 : 1))
    .map(({ title, license, source, texts }) => {
      const about = `${"=".repeat(80)}\n${title}\nLicense: ${license}\n${source}`.trimEnd();
      return [about, ...texts].join("\n\n");
    });
  return `${[head, ...sections].join("\n\n")}\n`;
}

/**
 * Writes the notices of all that is shipped. In CI a file that isn't up to date fails the build instead.
 *
 * @throws Error also for a package without a license text
 */
export async function writeNotices(root: string, metafiles: readonly Metafile[], isCi: boolean): Promise<void> {
  const others = Object.keys(copied).map((name) => `node_modules/${name}`);
  const text = await thirdPartyNotices(root, [...bundledPackages(metafiles), ...others]);
  const path = join(root, "ThirdPartyNotices.txt");
  const before = await readFile(path, "utf8").catch(() => "");
  if (before === text) return;
  if (isCi)
    throw new Error("ThirdPartyNotices.txt is out of date. Run npm run build, look at what changed and commit it.");
  await writeFile(path, text);
}

interface Notice {
  /** `name version` */
  title: string;
  license: string;
  source: string;
  texts: string[];
}

async function readPackage(folder: string): Promise<Notice> {
  const { name, version, license, repository } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const names = (await readdir(folder)).filter((each) => licenseFile.test(each)).sort();
  const texts = await Promise.all(names.map(async (each) => cleaned(await readFile(join(folder, each), "utf8"))));
  const part = parts[name];
  if (part)
    texts.push(`${"-".repeat(80)}\n${part.name}, as a part of ${name}\nLicense: ${part.license}\n\n${part.text}`);
  const about = { title: `${name} ${version}`, license: copied[name] ?? String(license), source: sourceOf(repository) };
  return { ...about, texts: texts.filter((text) => text !== "") };
}

/** The same text whatever system its author's editor wrote it on, and the one of Creative Commons as a link. */
function cleaned(text: string): string {
  return text
    .replace(/^\uFEFF/, "")
    .replace(/[ \t\r]+$/gm, "")
    .replace(creativeCommons, creativeCommonsLink)
    .trim();
}

function sourceOf(repository: { url?: string } | string | undefined): string {
  const url = typeof repository === "string" ? repository : repository?.url;
  if (!url) return "";
  const path = /(?:github\.com[/:])?(?<path>[\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(url)?.groups?.["path"];
  return path ? `https://github.com/${path}` : url;
}
