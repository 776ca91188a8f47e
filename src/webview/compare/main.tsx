import type { ComparePanelMessage } from "../../protocol/compare/compareMessages.ts";
import { unpackCompareMessage } from "../../protocol/compare/compareWire.ts";
import { oncePerFrame, openPage } from "../page.ts";
import { CompareApp } from "./CompareApp.tsx";
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
