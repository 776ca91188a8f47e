import * as vscode from "vscode";
import type { ApiError } from "#api/errors.ts";
import { isApiError } from "#api/errors.ts";
import { iconText } from "#base/text/iconText.ts";
import { choose, type TextViewer } from "#host/confirm.ts";
import { showNews } from "#host/errors/showError.ts";
import type { Log } from "#host/log.ts";
import { openInBrowser } from "#host/openInBrowser.ts";
import * as settingIds from "#host/settingIds.ts";
import { openSetting, readSetting } from "#host/settings.ts";
import {
  type RequirementChoice,
  type RequirementQuestion,
  settleRequirements,
} from "#runs/requirements/requirementChecks.ts";
import { userName } from "#runs/requirements/requirementText.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import type { App } from "#workbench/app.ts";

type Context = Pick<App, "log" | "reports" | "requirements">;

export interface RunOfUser {
  userId: string | undefined;
  /** The name that the person knows the run by. */
  name: string;
  /** Cancels the request to the app. */
  signal?: AbortSignal;
}

/** In milliseconds: how long a person waits for a token. */
const tokenTimeout = 30_000;

/**
 * Checks before a run with a user whether that user has connected all accounts, and asks the person if not. Every
 * single run for a person passes here, once.
 *
 * @returns whether to create it
 */
export async function confirmRequirements(context: Context, session: RunsSession, run: RunOfUser): Promise<boolean> {
  const { userId, name, signal } = run;
  if (typeof userId !== "string" || userId.trim() === "" || !readSetting(settingIds.checkConnectedAccounts))
    return true;
  const who = userName(userId);
  return settleRequirements(name, {
    check: () => whileShown(`Checking the accounts of ${who}…`, context.requirements.check(session, userId, signal)),
    open: () => openConnectPage(context, session, userId),
    ask: (question) => askPerson(question, context.reports),
    onUnknown: (error) => tellUnchecked(context.log, who, error),
  });
}

/** Says that the accounts couldn't be checked. The run continues, and its response shows any problem with the app. */
export function tellUnchecked(log: Log, who: string, error: ApiError): void {
  log.error(error, "Couldn't check the accounts of a user");
  // The response to the run shows whether the key is valid.
  if (error.kind === "auth" || error.kind === "forbidden") return;
  if (error.kind !== "invalid") {
    vscode.window.setStatusBarMessage(`$(warning) Accounts of ${iconText(who)} not checked`, 8000);
    return;
  }
  const message = `The connected accounts of ${who} couldn't be checked: ${error.message} The run starts without this check.`;
  showNews(message, [{ title: "Open Settings", run: () => openSetting(settingIds.checkConnectedAccounts) }]);
}

/** Shows an entry in the status bar while something takes time. */
export function whileShown<T>(text: string, work: Promise<T>): Promise<T> {
  vscode.window.setStatusBarMessage(`$(loading~spin) ${iconText(text)}`, work);
  return work;
}

async function askPerson(
  { message: question, detail, canCheck }: RequirementQuestion,
  reports: TextViewer,
): Promise<RequirementChoice> {
  const choices: Readonly<Record<string, RequirementChoice>> = {
    ...(canCheck ? { "Check Again": "check" } : {}),
    "Open Connect Page": "open",
    "Run Anyway": "run",
  };
  const chosen = await choose({ question, detail, buttons: Object.keys(choices) }, reports);
  return choices[chosen ?? ""] ?? "cancel";
}

/** Opens the page with a new token, which isn't stored. @returns why it isn't open, as a sentence */
async function openConnectPage({ log }: Context, session: RunsSession, userId: string): Promise<string | undefined> {
  try {
    const api = await session.api();
    const address = api.createConnectUrl(userId, { signal: AbortSignal.timeout(tokenTimeout) });
    const isOpen = await openInBrowser(await whileShown("Opening the Connect Page…", address));
    return isOpen ? undefined : "The Connect Page wasn't opened.";
  } catch (error) {
    log.error(error, "Couldn't open the Connect Page");
    // An error that isn't the client's may quote the address.
    return `The Connect Page couldn't be opened${isApiError(error) ? `: ${error.message}` : "."}`;
  }
}
