import { copyFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { extensionFolder } from "./paths.ts";
import { run } from "./processes.ts";
import { takeShownPictures } from "./shownPictures.ts";
import { stages } from "./suites.ts";

const taken = join(extensionFolder, "out/screenshots");
const shown = join(extensionFolder, "media/screenshots");

await run({ file: process.execPath, args: ["esbuild.mjs"], cwd: extensionFolder });
await stages
  .flat()
  .find(({ name }) => name === "e2e")
  ?.prepare();

// An old picture must not pass for a new one.
const names = await readdir(shown);
await Promise.all(names.map((name) => rm(join(taken, name), { force: true })));
await takeShownPictures();
for (const name of names) {
  await copyFile(join(taken, name), join(shown, name)).catch((error: unknown) => {
    throw new Error(`Nothing took ${name}. Take it in test/harness/shownPictures.ts.`, { cause: error });
  });
}
console.log(`${names.length} pictures in media/screenshots are new. Look at them before you commit them.`);
