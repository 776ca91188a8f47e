import { expect, test } from "vitest";
import { readRelease } from "../../../.ci/build/release.ts";

const manifest = JSON.stringify({ version: "1.2.3" });
const changelog = `# Changelog

## [Unreleased]

- Next.

## [1.2.3] - 2026-11-30

### Added

- This.

## [1.2.2] - 2026-11-01

- Before.
`;

const pages = { commandLine: "- From npm: `npx dynamiq-runs@1.2.3`\n", readme: "# Dynamiq Runs\n" };

test("a tag releases the version of package.json with the changelog's entry", () => {
  expect(readRelease("v1.2.3", manifest, changelog, pages)).toEqual({
    version: "1.2.3",
    isPreRelease: false,
    notes: "### Added\n\n- This.\n",
  });
  expect(readRelease("v1.2.3", manifest, changelog.replaceAll("\n", "\r\n"), pages).notes).toBe(
    "### Added\n\n- This.\n",
  );
});

test.each([
  ["v1.2.4", changelog, "package.json has the version 1.2.3, the tag is v1.2.4."],
  ["v1.2.3", "## [Unreleased]\n- This.", 'no entry "## [1.2.3] - DATE"'],
  ["v1.2.3", "## [1.2.3] - 2026-11-30\n\n## [1.2.2] - 2026-11-01\n- Before.", "is empty"],
])("what doesn't agree with the tag %s is named", (tag, text, message) => {
  expect(() => readRelease(tag, manifest, text, pages)).toThrow(message);
});

test.each([
  [
    "npx dynamiq-runs@1.2.3, or npx dynamiq-runs@1.2.2",
    "docs/cli.md names dynamiq-runs@1.2.2, and the tag is v1.2.3. Name dynamiq-runs@1.2.3.",
  ],
  ["npx dynamiq-runs@1.2.30", "docs/cli.md names dynamiq-runs@1.2.30"],
  ["npx --yes dynamiq-runs", "docs/cli.md doesn't name dynamiq-runs@1.2.3"],
  ["npx dynamiq-runs@1.2.3. The package isn't on npm yet.", "docs/cli.md says that the package isn't on npm yet."],
])("the page of the command line, which goes to npm, agrees with the release: %s", (page, message) => {
  expect(() => readRelease("v1.2.3", manifest, changelog, { ...pages, commandLine: page })).toThrow(message);
});

test("the README, which goes to the Marketplace, doesn't say that it isn't there", () => {
  const readme = "Dynamiq Runs isn't in the Marketplace yet.";
  const message = "README.md says that it isn't in the Marketplace yet.";
  expect(() => readRelease("v1.2.3", manifest, changelog, { ...pages, readme })).toThrow(message);
});
