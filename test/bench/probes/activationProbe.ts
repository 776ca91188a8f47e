import { writeFile } from "node:fs/promises";
import Module from "node:module";
import { setTimeout as delay } from "node:timers/promises";
import { extensions } from "vscode";

/** Milliseconds that loading the extension's main file took, and its `activate()` until the promise is settled. */
export interface ActivationTimes {
  loading: number;
  activating: number;
}

type Load = (request: string, parent: unknown, isMain: boolean) => unknown;

/** Before each, in milliseconds: what the start of the workbench or the one before has set off is over. */
const quiet = 1_000;

/**
 * Called by VS Code in its extension host: activates the extensions named by
 * `DYNAMIQ_RUNS_ACTIVATE`, in that order and with their real contexts, and takes the time.
 */
export async function run(): Promise<void> {
  const resultFile = process.env["DYNAMIQ_RUNS_RESULT"];
  if (!resultFile) throw new Error("DYNAMIQ_RUNS_RESULT must name the file for the result.");
  const times: Record<string, ActivationTimes> = {};
  for (const id of (process.env["DYNAMIQ_RUNS_ACTIVATE"] ?? "").split(",")) {
    await delay(quiet);
    times[id] = await timeActivation(id);
  }
  await writeFile(resultFile, JSON.stringify(times));
}

async function timeActivation(id: string): Promise<ActivationTimes> {
  const extension = extensions.getExtension(id);
  if (!extension) throw new Error(`${id} is not installed.`);
  if (extension.isActive) throw new Error(`${id} was active before its time could be taken.`);
  const main = String(extension.packageJSON.main).replace("./", "/");
  // Between loading and activate() VS Code prepares the context, which is no doing of the extension: two spans.
  let loading = 0;
  let activating = 0;
  const loader = Module as unknown as { _load: Load };
  const load = loader._load;
  loader._load = (request, parent, isMain) => {
    const start = performance.now();
    const loaded = load.call(loader, request, parent, isMain);
    if (!request.endsWith(main)) return loaded;
    loading = performance.now() - start;
    const { activate } = loaded as { activate: (context: unknown) => unknown };
    const timed = async (context: unknown): Promise<unknown> => {
      const activateStart = performance.now();
      const api = await activate(context);
      activating = performance.now() - activateStart;
      return api;
    };
    return { ...(loaded as object), activate: timed };
  };
  try {
    await extension.activate();
  } finally {
    loader._load = load;
  }
  if (loading === 0 || activating === 0) throw new Error(`The loading of ${id} was not seen.`);
  return { loading, activating };
}
