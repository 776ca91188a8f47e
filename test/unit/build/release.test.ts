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

test("a tag releases the version of package.json with the changelog's entry", () => {
  expect(readRelease("v1.2.3", manifest, changelog)).toEqual({
    version: "1.2.3",
    isPreRelease: false,
    notes: "### Added\n\n- This.\n",
  });
  expect(readRelease("v1.2.3", manifest, changelog.replaceAll("\n", "\r\n")).notes).toBe("### Added\n\n- This.\n");
});

test.each([
  ["v1.2.4", changelog, "package.json has the version 1.2.3, the tag is v1.2.4."],
  ["v1.2.3", "## [Unreleased]\n- This.", 'no entry "## [1.2.3] - DATE"'],
  ["v1.2.3", "## [1.2.3] - 2026-11-30\n\n## [1.2.2] - 2026-11-01\n- Before.", "is empty"],
])("what doesn't agree with the tag %s is named", (tag, text, message) => {
  expect(() => readRelease(tag, manifest, text)).toThrow(message);
});
