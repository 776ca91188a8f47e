import { startAgent as startOwnAgent } from "#sample/agent/agent.ts";
import { deskScript } from "#sample/agent/desk.ts";
import type { AgentContext, Script } from "#sample/agent/steps.ts";
import { triage } from "#sample/agent/triage.ts";
import { ChatMemory } from "#sample/runs/chatMemory.ts";
import {
  type SampleApp as OwnSampleApp,
  type SampleAppOptions as OwnOptions,
  startSampleApp as startOwnSampleApp,
} from "#sample/server.ts";
import { Accounts } from "./accounts.ts";
import { Inspection } from "./inspection.ts";
import { load } from "./load.ts";
import { addLongConversation } from "./longConversation.ts";
import { requirementRoutes } from "./requirements.ts";
import { type Drift, driftedDesk, DriftingRuns, type DriftSettings } from "./scenes/drift.ts";
import { readAnswer } from "./scenes/sdkAsks.ts";
import { sdkScript } from "./scenes/sdkScripts.ts";

export interface SampleAppOptions extends OwnOptions {
  /** How many turns a long past conversation has, besides the other past runs; by default there is none. */
  turns?: number;
  /** Whether all of them have the same start, as in an app that gives times in whole seconds. */
  turnsInOneSecond?: boolean;
  /** Whether the app's users link accounts, as by default. Without accounts it returns 404 to requests about them. */
  requirements?: boolean;
  /** Makes the refund desk and the chat drift from how they behave. */
  drift?: DriftSettings;
}

export interface SampleApp
  extends OwnSampleApp, Pick<Inspection, "requests" | "created" | "answers">, Pick<DriftingRuns, "drift"> {}

/** Starts the sample app with scenes that only tests and developers play, and with what it received. */
export async function startSampleApp(options: SampleAppOptions = {}): Promise<SampleApp> {
  const { turns = 0, turnsInOneSecond = false, requirements = true } = options;
  const inspection = new Inspection();
  const accounts = new Accounts();
  const drifting = new DriftingRuns(options.drift);
  const app = await startOwnSampleApp(options, {
    script: (context) => ofAccounts(context, accounts) ?? sceneScript(context, drifting.next()),
    routes: requirements ? requirementRoutes(accounts) : [],
    addRuns: (place) => addLongConversation({ ...place, turns, pause: turnsInOneSecond ? 0 : undefined }),
    readAnswer,
    onRequest: (request) => inspection.addRequest(request),
    onCreate: (...created) => inspection.addRun(...created),
    onAnswer: (...answer) => inspection.addAnswer(...answer),
  });
  const { requests, created, answers } = inspection;
  return {
    ...app,
    requests,
    created,
    answers,
    get drift() {
      return drifting.drift;
    },
    set drift(settings) {
      drifting.drift = settings;
    },
  };
}

/** The script of a run that was created through the API, of all that the app plays. */
export function startAgent(context: AgentContext): Script {
  return sceneScript(context) ?? startOwnAgent(context);
}

/** A user without an account makes the run fail, whatever it is about. */
function ofAccounts(context: AgentContext, accounts: Accounts): Script | undefined {
  const isMissing = accounts.missing(context.userId ?? "").length > 0;
  return isMissing ? triage({ ...context, failure: "account_missing" }) : undefined;
}

/** @param drift how this version of the desk and the chat differs from the one that behaves */
function sceneScript(context: AgentContext, drift?: Drift): Script | undefined {
  return load(context) ?? sdkScript(context) ?? (drift ? driftedScript(context, drift) : undefined);
}

function driftedScript(context: AgentContext, drift: Drift): Script | undefined {
  if (context.input["desk"] === "refunds") return deskScript(context, driftedDesk(drift));
  // A chat that drifts forgets what was said.
  return context.input["play"] === "chat" ? startOwnAgent({ ...context, memory: new ChatMemory() }) : undefined;
}
