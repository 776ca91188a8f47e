// The first step of each script that runs TypeScript: an older Node would only say that it doesn't know `.ts` files.
// So this file is plain JavaScript, which any Node runs.
import { readFileSync } from "node:fs";

const { devDependencies } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const needed = Number.parseInt(devDependencies.node, 10);
const { node } = process.versions;
if (Number.parseInt(node, 10) < needed) {
  console.error(
    `This script needs Node ${needed}, and runs on Node ${node}. \`npm ci\` installs Node ${needed} for the scripts, ` +
      "but not with --ignore-scripts: run `npm rebuild node --ignore-scripts=false`, then try again.",
  );
  process.exitCode = 1;
}
