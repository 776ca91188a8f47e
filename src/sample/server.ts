import { createAccessKey } from "#server/http/auth.ts";
import { runRoutes } from "#server/runRoutes.ts";
import { FileList } from "#server/runs/fileStore.ts";
import { RunRepository } from "#server/runs/runRepository.ts";
import { serve } from "#server/serve.ts";
import { Random } from "./agent/random.ts";
import type { SampleExtras } from "./extras.ts";
import { SampleRunService } from "./runs/runService.ts";
import { addPastRuns } from "./seeds/pastRuns.ts";

export interface SampleAppOptions {
  /** 0, the default, for any free port. */
  port?: number;
  /** A random one by default; null for a public app, which needs no key. */
  accessKey?: string | null;
  /** Decides the past runs. Their times are relative to now. */
  seed?: number;
  /** How many runs there are at the start; 320 by default. */
  pastRuns?: number;
  /** 1, the default, is for a person to watch; tests use 50 and more. */
  speed?: number;
  /** Events have the times of speed 1, whatever the speed. They may lie in the future. */
  scriptedTimes?: boolean;
}

/** A Runs API server on loopback. */
export interface SampleApp {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Empty for a public app. */
  readonly accessKey: string;
  /** Ends every connection and every active run. */
  close(): Promise<void>;
}

/** Starts the sample app. @throws the system's error when the port is taken */
export async function startSampleApp(options: SampleAppOptions = {}, extras: SampleExtras = {}): Promise<SampleApp> {
  const { port = 0, seed = 1, pastRuns = 320, speed = 1, scriptedTimes = false } = options;
  const accessKey = options.accessKey === null ? "" : (options.accessKey ?? createAccessKey());
  const appId = new Random(seed).uuid();
  const runs = new RunRepository();
  const service = new SampleRunService(appId, runs, { speed, scriptedTimes, script: extras.script });
  const seeds = { appId, runs, service, speed, seed, now: Date.now() };
  addPastRuns(seeds, pastRuns);
  extras.addRuns?.(seeds);

  const served = await serve({
    port,
    accessKey,
    routes: [...runRoutes({ runs, service, files: new FileList(), refuseValue, ...extras }), ...(extras.routes ?? [])],
    onRequest: extras.onRequest,
  });
  return {
    url: served.url,
    accessKey,
    async close() {
      service.close();
      await served.close();
    },
  };
}

/** The sample app pays money, so no amount of its approvals can be edited to nothing. */
function refuseValue(value: unknown): string | undefined {
  return typeof value === "number" && value <= 0 ? "must be above 0" : undefined;
}
