import { parseOwnJson } from "#base/json/parseJson.ts";
import { openPage } from "#ui/openPage.tsx";
import panelData from "#ui/styles/panelData.css";
import panelMenu from "#ui/styles/panelMenu.css";
import panelViews from "#ui/styles/panelViews.css";
import panelRequests from "#workbench/inputRequests/page/panelRequests.css";
import panelSpeakers from "#workbench/panel/page/panelSpeakers.css";
import panelStory from "#workbench/panel/page/panelStory.css";
import conversationCss from "./conversation.css";
import { ConversationPage, type KeptState } from "./ConversationPage.tsx";
import type { ConversationHostMessage, ConversationPageMessage, Draft, InTurn, TurnView } from "./messages.ts";
import type { ConversationHost } from "./Turn.tsx";

const page = openPage<ConversationHostMessage | InTurn, ConversationPageMessage, KeptState>(
  panelViews,
  panelMenu,
  panelStory,
  panelSpeakers,
  panelData,
  panelRequests,
  conversationCss,
);
const unfolded = new Set(namesIn(page.kept().unfolded));
const host: ConversationHost = {
  post: page.post,
  openLink: (address) => page.post({ type: "openLink", address }),
  runs: new Map(),
  unfolded,
  setUnfolded: (runId, isUnfolded) => {
    if (isUnfolded) unfolded.add(runId);
    else unfolded.delete(runId);
    page.keep({ unfolded: [...unfolded] });
  },
};
let kept = draftOf(page.kept().draft);
const keep = (draft: Draft): void => {
  page.keep({ draft });
  page.post({ type: "draft", draft });
};
const views = new Map<string, TurnView>();

page.listen((message) => {
  if ("inTurn" in message) return host.runs.get(message.inTurn)?.take(message);
  const { conversation, head, composer, order } = message;
  for (const turn of message.turns) views.set(turn.runId, turn);
  kept ??= message.draft;
  page.show(() => {
    const turns = order.map((runId) => views.get(runId)).filter((turn) => turn !== undefined);
    return (
      <ConversationPage
        conversation={conversation}
        head={head}
        composer={composer}
        kept={kept}
        keep={keep}
        turns={turns}
        host={host}
      />
    );
  });
}, parseOwnJson);

page.post({ type: "ready" });

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** The draft, if it is one: another version may have kept something else. */
function draftOf(value: unknown): Draft | undefined {
  const draft = value as Draft | undefined;
  return typeof draft?.id === "number" && typeof draft.message === "string" ? draft : undefined;
}
