import type { RunsApi } from "../../api/contract.ts";
import type { KnownRuns } from "./knownRuns.ts";

export interface ReadContext {
  api: RunsApi;
  knownRuns: KnownRuns;
  pageSize: number;
  signal: AbortSignal;
  /** Counts up. A response is older than everything that began after its request. */
  nextMoment(): number;
}
