/** The features, in the order in which they are built: a line for each. */

import { connections } from "#workbench/connections/index.ts";
import type { Core } from "#workbench/core/core.ts";
import { Features } from "#workbench/core/feature.ts";
import { explorer } from "#workbench/explorer/index.ts";
import { inputRequests } from "#workbench/inputRequests/index.ts";
import { panel } from "#workbench/panel/index.ts";
import { runFiles } from "#workbench/runFiles/index.ts";
import { agents } from "./agents/index.ts";
import { alarms } from "./alarms/index.ts";
import { batches } from "./batches/index.ts";
import { compare } from "./compare/index.ts";
import { conversations } from "./conversations/index.ts";
import type { EntryViews } from "./entry.ts";
import { exports } from "./exports/index.ts";
import { golden } from "./golden/index.ts";
import { insights } from "./insights/index.ts";
import { links } from "./links/index.ts";
import { localApps } from "./localApps/index.ts";
import { localRuns } from "./localRuns/index.ts";
import { notifications } from "./notifications/index.ts";
import { publicApi } from "./publicApi/index.ts";
import { search } from "./search/index.ts";
import { uploads } from "./uploads/index.ts";
import { waitingQueue } from "./waitingQueue/index.ts";

export const features = Features.of<Core & EntryViews>()
  .add(connections)
  .add(inputRequests)
  .add(panel)
  .add(explorer)
  .add(runFiles)
  .add(publicApi)
  .add(uploads)
  .add(exports)
  .add(search)
  .add(compare)
  .add(insights)
  .add(waitingQueue)
  .add(batches)
  .add(conversations)
  .add(golden)
  .add(notifications)
  .add(alarms)
  .add(agents)
  .add(localRuns)
  .add(localApps)
  .add(links);
