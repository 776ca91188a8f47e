import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser, type BrowserContext, type ViewportSize } from "playwright-core";
import { run } from "./processes.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];

const wellKnown = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** The browser named by `CHROMIUM_PATH`, or one on the PATH or in its usual place. */
function findChromium(): string | undefined {
  const named = process.env["CHROMIUM_PATH"];
  if (named) return named;
  const onPath = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...wellKnown].find(isExecutable);
}

/** Like `findChromium`; as root on Debian it installs one, elsewhere it throws saying what to install. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    console.log("Installing Chromium…");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run({ file: "apt-get", args: ["update", "-qq"], env });
    await run({ file: "apt-get", args: ["install", "-y", "-qq", "--no-install-recommends", "chromium"], env });
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    "No Chromium or Chrome found. Install one (Debian, Ubuntu: `sudo apt-get install chromium`), " +
      "or set CHROMIUM_PATH to the browser's program.",
  );
}

/** A headless browser that leaves the network beyond this machine alone. */
export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({ executablePath: await ensureChromium(), args: chromiumArgs() });
}

/**
 * A headless browser for a workbench, with an empty profile on the disk that goes when it is closed. Only there it
 * keeps the workbench's script, 19 MB, and from the third window on the code that V8 made of it: a window then takes
 * two thirds of the processor time.
 */
export async function launchProfile(
  options: { viewport?: ViewportSize; deviceScaleFactor?: number } = {},
): Promise<BrowserContext> {
  return await chromium.launchPersistentContext("", {
    ...options,
    executablePath: await ensureChromium(),
    args: [...chromiumArgs(), "--disk-cache-size=1000000000"],
    reducedMotion: "reduce",
  });
}

/** Chromium only takes the last list of features, so those of Playwright's list that matter here are repeated. */
const disabledFeatures = [
  // With it the main script's cached code isn't used.
  "BackgroundResourceFetch",
  // Pages below the address bar, which nobody sees here: each window loads them, and takes a second of the processor.
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"],
  ...["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "MediaRouter"],
  ...["PaintHolding", "ThirdPartyStoragePartitioning", "OptimizationHints", "NetworkTimeServiceQuerying"],
];

function chromiumArgs(): string[] {
  return [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    `--disable-features=${disabledFeatures.join()}`,
    // Chromium's sandbox refuses to run as root.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
