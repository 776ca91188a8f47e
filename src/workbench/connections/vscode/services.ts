import type { ActiveRuns } from "./activeRuns.ts";
import type { SampleAppHost } from "./sampleAppHost.ts";
import type { WatchedRuns } from "./watchedRuns.ts";

/** What connections offer to their commands and to the features below them. */
export interface ConnectionServices {
  sampleApp: SampleAppHost;
  /** The runs of the active connection. */
  activeRuns: ActiveRuns;
  /** The runs of the active connection and of all other watched ones. */
  watched: WatchedRuns;
}
