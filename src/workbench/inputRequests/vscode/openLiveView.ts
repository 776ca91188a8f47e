import type { RunsApi } from "#api/contract.ts";
import { UserError } from "#host/errors/userError.ts";
import { openInBrowser } from "#host/openInBrowser.ts";
import { isTakeover } from "#runs/labels/pendingInputRequests.ts";
import { addressIn, liveBrowserOf } from "#runs/story/liveBrowser.ts";
import type { App } from "#workbench/app.ts";
import { findInputRequest } from "./inputRequestTarget.ts";
import { pickWaiting } from "./pickWaiting.ts";

type Context = Pick<App, "activeRuns" | "answers" | "connections" | "panels" | "sessions">;

const pageSize = 200;
/** How many pages of the newest events are searched for the address. A waiting run has sent it just before. */
const maxPages = 10;

/**
 * Opens the browser that an agent hands over to a person, outside the editor. Its address is never logged or returned,
 * because everyone who has it controls the browser.
 *
 * @param argument a row, or `{ runId, requestId }`; without it, the person chooses
 * @returns the input request's id when the address was opened
 * @throws UserError when the run hasn't given an address
 */
export async function openLiveView(context: Context, argument: unknown): Promise<string | undefined> {
  const choice = {
    title: "Open the agent's browser for which run?",
    none: "No run needs your help in a live browser.",
    wanted: isTakeover,
  };
  const target = await findInputRequest(context, argument, choice);
  if (!target) return undefined;
  const api = await context.sessions.get(target.ref.connectionId).api();
  const address = (await newestAddress(api, target.run.id)) ?? addressIn(target.run.output);
  if (address === undefined) {
    throw new UserError("The run hasn't sent the address of its browser. Open the run: a tool may have returned it.");
  }
  return (await openInBrowser(address)) ? target.ref.requestId : undefined;
}

async function newestAddress(api: RunsApi, runId: string): Promise<string | undefined> {
  for (let page = 1; page <= maxPages; page++) {
    const { data, pagination } = await api.listEvents(runId, { page, page_size: pageSize, sort: "-sequence" });
    for (const event of data) {
      const address = liveBrowserOf(event);
      if (address !== undefined) return address;
    }
    if (page >= pagination.page_count) return undefined;
  }
  return undefined;
}

/** Lists the questions of all connections. @returns the id of the run that was opened */
export async function showWaiting(context: Context): Promise<string | undefined> {
  const chosen = await pickWaiting(context, { title: "Waiting Runs", none: "No run is waiting for you." });
  if (!chosen) return undefined;
  const { connectionId, run } = chosen;
  context.panels.open({ connectionId, runId: run.id });
  return run.id;
}
