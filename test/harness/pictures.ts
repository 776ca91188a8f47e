import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { launchChromium } from "./chromium.ts";
import { extensionFolder } from "./paths.ts";
import { takeShownPictures } from "./pictures/shownPictures.ts";
import { WebpEncoder } from "./pictures/webpEncoder.ts";
import { run } from "./processes.ts";
import { stages } from "./suites.ts";

const taken = join(extensionFolder, "out/screenshots");
const shown = join(extensionFolder, "media/screenshots");

await run({ file: process.execPath, args: ["esbuild.mjs"], cwd: extensionFolder });
await stages
  .flat()
  .find(({ name }) => name === "e2e")
  ?.prepare();

// An old picture must not pass for a new one.
await rm(taken, { recursive: true, force: true });
await mkdir(taken, { recursive: true });
const films = await takeShownPictures();
const browser = await launchChromium();
const encoder = new WebpEncoder(await browser.newPage());
const names = new Set([...(await readdir(shown)), ...films.keys()]);
for (const name of names) {
  const film = films.get(name);
  const picture = film ? await encoder.moving(film) : await encoder.still(await pngOf(name));
  await writeFile(join(shown, name), picture);
}
await browser.close();
console.log(`${names.size} pictures in media/screenshots are new. Look at them before you commit them.`);

async function pngOf(name: string): Promise<Buffer> {
  return await readFile(join(taken, name.replace(/\.webp$/, ".png"))).catch((error: unknown) => {
    throw new Error(`Nothing took ${name}. Take it in test/harness/pictures/shownPictures.ts.`, { cause: error });
  });
}
