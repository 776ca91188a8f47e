import type { ConversationHostMessage, ConversationPageMessage, Draft, TurnView } from "../../protocol/conversation.ts";
import { oncePerFrame, openPage } from "../page.ts";
import { ConversationPage, type Kept } from "./ConversationPage.tsx";

const page = openPage<ConversationPageMessage, Kept>();
const host = { post: page.post, openLink: (address: string) => page.post({ type: "openLink", address }) };
let kept = draftOf(page.kept().draft);
const keep = (draft: Draft): void => {
  page.keep({ draft });
  page.post({ type: "draft", draft });
};
const views = new Map<string, TurnView>();
let shown: ConversationHostMessage | undefined;
const draw = oncePerFrame(() => {
  if (!shown) return;
  const turns = shown.order.map((runId) => views.get(runId)).filter((turn) => turn !== undefined);
  const { place, head, composer } = shown;
  page.draw(<ConversationPage {...{ place, head, composer, kept, keep, turns, host }} />);
});

page.listen(
  (data) => data as ConversationHostMessage,
  (message) => {
    if (message.type !== "conversation") return;
    for (const turn of message.turns) views.set(turn.runId, turn);
    shown = message;
    kept ??= message.draft;
    page.keep(message.place);
    draw();
  },
);

page.post({ type: "ready" });

/** Another version may have kept something else. */
function draftOf(value: unknown): Draft | undefined {
  const draft = value as Draft | undefined;
  return typeof draft?.id === "number" && typeof draft.message === "string" ? draft : undefined;
}
