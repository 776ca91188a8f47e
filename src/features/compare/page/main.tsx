import { oncePerFrame, openPage } from "../../../ui/page.ts";
import { ComparePage } from "./ComparePage.tsx";
import type { Kept } from "./comparisonPlace.ts";
import type { CompareHostMessage, ComparePageMessage } from "./messages.ts";
import { firstState, reduceCompare } from "./state/compareState.ts";

const page = openPage<CompareHostMessage, ComparePageMessage, Kept>();
let state = firstState;
const draw = oncePerFrame(() => page.draw(<ComparePage state={state} host={page} />));

page.listen((message) => {
  state = reduceCompare(state, message);
  draw();
});

page.post({ type: "ready" });
