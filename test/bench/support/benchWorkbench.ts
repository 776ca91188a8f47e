import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { temporaryFolder } from "../../harness/paths.ts";
import { Workbench, type WorkbenchOptions } from "../../harness/vscode/workbench.ts";
import { writeProbe } from "../../harness/vscode/writeProbe.ts";
import type { HostFacts } from "../probes/hostProbe.ts";

/** A workbench whose extension host reports figures that only it knows. */
export interface BenchWorkbench {
  workbench: Workbench;
  /** The figures of the extension host, once they have not changed for a while. */
  facts(): Promise<HostFacts>;
  close(): Promise<void>;
}

export async function openBenchWorkbench(options: WorkbenchOptions = {}): Promise<BenchWorkbench> {
  const folder = await temporaryFolder();
  try {
    // Before the first row of ours is drawn.
    const probe = await writeProbe(folder.path, "bench/probes/hostProbe", { activationEvents: ["*"] });
    const factsFile = join(folder.path, "facts.json");
    const workbench = await Workbench.open({ ...options, others: [probe], env: { DYNAMIQ_RUNS_FACTS: factsFile } });
    return {
      workbench,
      facts: () => readSettled(factsFile),
      async close() {
        await workbench.close();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/** The probe writes ten times a second what has changed. */
async function readSettled(file: string): Promise<HostFacts> {
  let text = await readFile(file, "utf8");
  for (;;) {
    await delay(600);
    const now = await readFile(file, "utf8");
    if (now === text && now !== "") return JSON.parse(now) as HostFacts;
    text = now;
  }
}
