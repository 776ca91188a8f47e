import { copyFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { extensionFolder } from "./paths.ts";
import { takePlayPictures } from "./playPictures.ts";
import { run } from "./processes.ts";
import { stages } from "./suites.ts";

/** The tests that take the pictures, each under its name in `media/screenshots`. */
const tests = [
  ...["test/e2e/window/personsPath.test.ts", "test/e2e/runs/cancelAndFail.test.ts"],
  "test/e2e/conversations/conversation.test.ts",
];

const taken = join(extensionFolder, "out/screenshots");
const shown = join(extensionFolder, "media/screenshots");

await run({ file: process.execPath, args: ["esbuild.mjs"], cwd: extensionFolder });
await stages
  .flat()
  .find(({ name }) => name === "e2e")
  ?.prepare();

const [kind, ...args] = process.argv.slice(2);
if (kind === "plays") await takePlayPictures(args);
else await takeShownPictures();

/** The pictures of the README, as the tests of the workbench take them. */
async function takeShownPictures(): Promise<void> {
  // An old picture must not pass for a new one.
  const names = await readdir(shown);
  await Promise.all(names.map((name) => rm(join(taken, name), { force: true })));
  await run({
    file: process.execPath,
    args: [
      ...[join(extensionFolder, "node_modules/vitest/vitest.mjs"), "run"],
      ...["--config", join(extensionFolder, "test/vitest.config.ts"), "--project", "e2e", ...tests],
    ],
    env: { ...process.env, DYNAMIQ_RUNS_PICTURES: "1" },
    cwd: extensionFolder,
  });
  for (const name of names) {
    await copyFile(join(taken, name), join(shown, name)).catch((error: unknown) => {
      throw new Error(`No test took ${name}. Name the test that takes it in test/harness/pictures.ts.`, {
        cause: error,
      });
    });
  }
  console.log(`${names.length} pictures in media/screenshots are new. Look at them before you commit them.`);
}
