import { oncePerFrame, openPage } from "../../../ui/page.ts";
import { CompareApp } from "./CompareApp.tsx";
import type { ComparePanelMessage } from "./compareMessages.ts";
import { unpackCompareMessage } from "./compareWire.ts";
import type { Kept } from "./comparisonPlace.ts";
import { firstState, reduceCompare } from "./state/compareState.ts";

const page = openPage<ComparePanelMessage, Kept>();
let state = firstState;
const draw = oncePerFrame(() => page.draw(<CompareApp state={state} host={page} />));

page.listen(unpackCompareMessage, (message) => {
  if (message.type === "remember") return page.keep(message.memory);
  state = reduceCompare(state, message);
  draw();
});

page.post({ type: "ready" });
