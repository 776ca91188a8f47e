import { appendFile, readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

/** What a tag releases. */
export interface Release {
  version: string;
  /**
   * Whether it goes to the pre-release channel. The marketplace takes no other versions than numbers, so an odd minor
   * number says it, as VS Code recommends:
   * https://code.visualstudio.com/api/working-with-extensions/publishing-extension#prerelease-extensions
   */
  isPreRelease: boolean;
  /** The changelog's entry, without its heading. */
  notes: string;
}

interface Pages {
  commandLine: string;
  readme: string;
}

/**
 * Reads what a tag releases.
 *
 * @param tag e.g. `v1.2.3`
 * @param manifest the text of package.json
 * @param changelog the text of CHANGELOG.md, whose entries begin with `## [1.2.3] - 2026-11-30`
 * @param pages the texts of docs/cli.md, which is the package's page on npm, and of the README, that of the Marketplace
 * @throws Error that names what doesn't agree with the tag, and what to do
 */
export function readRelease(tag: string, manifest: string, changelog: string, pages: Pages): Release {
  const version = /^v(?<version>\d+\.\d+\.\d+)$/.exec(tag)?.groups?.["version"];
  if (version === undefined) throw new Error(`The tag "${tag}" isn't a version like v1.2.3.`);
  const inManifest: unknown = JSON.parse(manifest).version;
  if (inManifest !== version) {
    throw new Error(`package.json has the version ${String(inManifest)}, the tag is ${tag}. Make them equal.`);
  }
  checkCommandLine(pages.commandLine, version);
  checkReadme(pages.readme);
  const isPreRelease = Number(version.split(".")[1]) % 2 === 1;
  return { version, isPreRelease, notes: entryOf(changelog, version) };
}

function checkCommandLine(page: string, version: string): void {
  const named = [...page.matchAll(/\bdynamiq-runs@([\d.]*\d)/g)].map(([, each]) => each);
  const other = named.find((each) => each !== version);
  if (other !== undefined) {
    throw new Error(
      `docs/cli.md names dynamiq-runs@${other}, and the tag is v${version}. Name dynamiq-runs@${version}.`,
    );
  }
  if (named.length === 0) throw new Error(`docs/cli.md doesn't name dynamiq-runs@${version}. Name it after npx.`);
  if (/isn't on npm yet/.test(page)) {
    throw new Error("docs/cli.md says that the package isn't on npm yet. Leave that out: this release puts it there.");
  }
}

function checkReadme(page: string): void {
  if (/isn't in the Marketplace yet/.test(page)) {
    throw new Error("README.md says that it isn't in the Marketplace yet. Leave that out: this release puts it there.");
  }
}

function entryOf(changelog: string, version: string): string {
  const [, ...entries] = changelog.split(/^## /m);
  const found = entries.find((entry) => entry.startsWith(`[${version}]`));
  if (found === undefined)
    throw new Error(`CHANGELOG.md has no entry "## [${version}] - DATE". Name the changes there.`);
  const lines = found.split(/\r?\n/);
  if (!/^\[[\d.]+\] - \d{4}-\d{2}-\d{2}$/.test(lines[0] ?? "")) {
    throw new Error(`CHANGELOG.md: the heading "## ${lines[0]}" needs a date: "## [${version}] - 2026-11-30".`);
  }
  const notes = lines.slice(1).join("\n").trim();
  if (notes === "") throw new Error(`CHANGELOG.md: the entry of ${version} is empty. Name what has changed.`);
  return `${notes}\n`;
}

if (import.meta.main) {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { notes: { type: "string" } } });
  const [manifest = "", changelog = "", commandLine = "", readme = ""] = await Promise.all(
    ["package.json", "CHANGELOG.md", "docs/cli.md", "README.md"].map((page) => readFile(page, "utf8")),
  );
  const { version, isPreRelease, notes } = readRelease(positionals[0] ?? "", manifest, changelog, {
    commandLine,
    readme,
  });
  if (values.notes !== undefined) await writeFile(values.notes, notes);
  const outputs = `version=${version}\npre-release=${isPreRelease}\n`;
  process.stdout.write(outputs);
  const file = process.env["GITHUB_OUTPUT"];
  if (file !== undefined) await appendFile(file, outputs);
}
