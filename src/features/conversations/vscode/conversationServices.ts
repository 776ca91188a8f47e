import type { InputAnswer } from "../../../api/contract.ts";
import type { SentWith } from "../../../runs/create/startedRuns.ts";
import type { RunWatch } from "../../../runs/live/watchTypes.ts";
import type { RunStore } from "../../../runs/store/runStore.ts";
import type { Cover } from "../../../runs/values/cover.ts";
import type { FactsSource } from "../../panel/vscode/panelSlots.ts";
import type { RunPanelServices } from "../../panel/vscode/runPanelServices.ts";
import type { Seed } from "../core/nextTurn.ts";
import type { ConversationPlace, Draft } from "../page/messages.ts";
import type { ComposerServices } from "./composer.ts";

/** What was written in panels, also in those that were closed. */
interface Drafts {
  of(place: ConversationPlace): Draft | undefined;
  keep(place: ConversationPlace, draft: Draft): void;
}

interface AppFacts {
  name: string;
  isActive: boolean;
  isProduction: boolean;
  /** Its address, if the person is asked before something is sent to it. */
  asksFor?: string;
  messageField?: string;
}

interface RunOfApp {
  connectionId: string;
  runId: string;
  /** The URI of the export that it is from. */
  file?: string;
}

export interface ConversationServices extends ComposerServices {
  storeOf: (connectionId: string) => RunStore;
  drafts: Drafts;
  /** What is known of the app; `undefined` after its connection was removed. */
  appOf: (connectionId: string) => AppFacts | undefined;
  /** The local index, if there is one. */
  factsOf: (connectionId: string) => FactsSource | undefined;
  /** Follows a run, as all views of it do. */
  watch: (connectionId: string, runId: string) => RunWatch;
  /** What a run needs that is shown in its turn. */
  ofRuns: RunPanelServices;
  /** Where the first turn of a new conversation takes its input from; `undefined` when that can't be read any more. */
  seedOf: (place: ConversationPlace) => Promise<Seed | undefined>;
  newConversation: (connectionId: string) => void;
  /** What covers keys and other secrets in the texts of runs. */
  cover: () => Promise<Pick<Cover, "value" | "text">>;
  /** Whether the window has the focus: without it nothing is polled. */
  isFocused: () => boolean;
  /** Whether the workspace is trusted: otherwise nothing is sent. */
  isTrusted: () => boolean;
  openRun: (run: RunOfApp) => void;
  keepAsGolden: (place: ConversationPlace) => void;
  exportAll: (place: ConversationPlace) => void;
  /** Sends the messages up to a run again, in a new session and after a question. */
  fork: (run: RunOfApp) => void;
  /** How a run was sent, if it was sent from here. */
  sentWith: (run: RunOfApp) => SentWith | undefined;
  /** The answers from here that have arrived, by their runs. */
  answersOf: (connectionId: string) => ReadonlyMap<string, readonly InputAnswer[]>;
  /** The run whose message a run of a fork sent again. */
  forkOf: (run: RunOfApp) => string | undefined;
  compare: (before: RunOfApp, after: RunOfApp) => void;
  openConversation: (run: RunOfApp) => void;
  copyAll: (reader: "person" | "model", place: ConversationPlace) => void;
  copy: (text: string) => void;
  openLink: (address: string) => void;
}
