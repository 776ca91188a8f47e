import { commandIds } from "#host/commandIds.ts";
import { type Act, type ActView, actView } from "#workbench/core/acts.ts";
import type { NamedSession } from "#workbench/explorer/vscode/sessionTarget.ts";
import type { RunRef } from "#workbench/panel/vscode/runPoints.ts";

const compare: Act<RunRef> = {
  command: commandIds.compareWithGoldenRun,
  name: "Compare",
  icon: "git-compare",
  order: 1,
};
const accept: Act<RunRef> = {
  command: commandIds.acceptAsGolden,
  name: "Accept as New Golden Run",
  icon: "check",
  order: 2,
};

/** What the buttons of banners do. */
export const bannerActs: readonly Act<RunRef>[] = [compare, accept];

/** The buttons of a banner. */
export function bannerButtons(can: { compare: boolean; accept: boolean }): ActView[] {
  return [...(can.compare ? [compare] : []), ...(can.accept ? [accept] : [])].map(actView);
}

/** An entry in the menu of a conversation. */
export const keepConversation: Act<NamedSession> = {
  command: commandIds.keepAsGoldenConversation,
  name: "Keep as Golden Conversation…",
  icon: "beaker",
  order: 3,
  fits: ({ file }) => file === undefined,
};
