import type { ConversationHostMessage, ConversationPageMessage, TurnView } from "../../protocol/conversation.ts";
import { oncePerFrame, openPage } from "../page.ts";
import { ConversationPage, type Kept } from "./ConversationPage.tsx";

const page = openPage<ConversationPageMessage, Kept>();
const host = { post: page.post, openLink: (address: string) => page.post({ type: "openLink", address }) };
const views = new Map<string, TurnView>();
let shown: ConversationHostMessage | undefined;
const draw = oncePerFrame(() => {
  if (!shown) return;
  const turns = shown.order.map((runId) => views.get(runId)).filter((turn) => turn !== undefined);
  page.draw(<ConversationPage place={shown.place} head={shown.head} turns={turns} host={host} />);
});

page.listen(
  (data) => data as ConversationHostMessage,
  (message) => {
    if (message.type !== "conversation") return;
    for (const turn of message.turns) views.set(turn.runId, turn);
    shown = message;
    page.keep(message.place);
    draw();
  },
);

page.post({ type: "ready" });
