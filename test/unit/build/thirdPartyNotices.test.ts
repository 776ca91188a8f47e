import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { thirdPartyNotices, writeNotices } from "../../../.ci/build/thirdPartyNotices.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "notices-"));
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function install(name: string, files: Readonly<Record<string, string>>, fields: object = {}): Promise<string> {
  const folder = join("node_modules", name);
  await mkdir(join(root, folder), { recursive: true });
  const manifest = JSON.stringify({
    name: name.split("/node_modules/").at(-1),
    version: "1.2.3",
    license: "MIT",
    ...fields,
  });
  for (const [file, text] of Object.entries({ "package.json": manifest, ...files }))
    await writeFile(join(root, folder, file), text);
  return folder;
}

/** As esbuild tells it, with the bytes that each file has in a bundle. */
function metafile(inputs: Readonly<Record<string, number>>) {
  const read = Object.entries(inputs).map(([path, bytesInOutput]) => [path, { bytesInOutput }]);
  return {
    inputs: {},
    outputs: { "dist/a.js": { bytes: 1, imports: [], exports: [], inputs: Object.fromEntries(read) } },
  };
}

test("each package brings name, version, source and every license text, by name and whatever the file's encoding", async () => {
  const b = await install(
    "b",
    { "LICENSE.md": "\uFEFFText of b \r\nline 2\r\n", NOTICE: "Notice of b", "index.js": "code" },
    { repository: "who/b" },
  );
  const a = await install(
    "@scope/a",
    { "licence-mit.txt": "Text of a" },
    { repository: { url: "git+ssh://git@github.com/who/a.git" } },
  );
  const notices = await thirdPartyNotices(root, [b, a]);
  const line = "=".repeat(80);
  expect(notices.slice(notices.indexOf(line))).toBe(
    `${line}\n@scope/a 1.2.3\nLicense: MIT\nhttps://github.com/who/a\n\nText of a\n\n` +
      `${line}\nb 1.2.3\nLicense: MIT\nhttps://github.com/who/b\n\nText of b\nline 2\n\nNotice of b\n`,
  );
});

test("a license of Creative Commons is a link, and what stands after it stays", async () => {
  const text =
    "Attribution 4.0 International\n\nTerms\n\nCreative Commons may be contacted at creativecommons.org.\n\nLogo by A";
  const notices = await thirdPartyNotices(root, [await install("icons", { LICENSE: text })]);
  expect(notices).toMatch(/https:\/\/creativecommons\.org\/licenses\/by\/4\.0\/legalcode\n\nLogo by A\n$/);
  expect(notices).not.toContain("Terms");
});

test("in CI notices that are out of date fail; elsewhere they are written", async () => {
  await install("one", { LICENSE: "Text of one" });
  await install("@vscode/codicons", { LICENSE: "Attribution 4.0", "LICENSE-CODE": "MIT License" });
  const bundles = [metafile({ "node_modules/one/a.js": 3 })];
  const read = (): Promise<string> => readFile(join(root, "ThirdPartyNotices.txt"), "utf8");
  await expect(writeNotices(root, bundles, true)).rejects.toThrow("ThirdPartyNotices.txt is out of date");
  await expect(read()).rejects.toThrow("ENOENT");
  await writeNotices(root, bundles, false);
  expect(await read()).toMatch(
    /codicons 1\.2\.3\nLicense: CC-BY-4\.0 .* MIT[^]*Attribution 4\.0[^]*MIT License[^]*one 1\.2\.3[^]*Text of one/,
  );
  await writeNotices(root, bundles, true);
  await writeFile(join(root, "ThirdPartyNotices.txt"), `${await read()}more`);
  await expect(writeNotices(root, bundles, true)).rejects.toThrow("ThirdPartyNotices.txt is out of date");
});
