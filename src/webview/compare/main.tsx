import { render } from "preact";
import { unpackCompareMessage } from "../../protocol/compare/compareWire.ts";
import { CompareApp } from "./CompareApp.tsx";
import { connectHost } from "./compareHost.ts";
import { firstState, reduceCompare } from "./state/compareState.ts";

const host = connectHost();
const root = document.createElement("div");
root.className = "root";
document.body.append(root);
let state = firstState;
let frame = 0;

/** At most once a frame, whatever has arrived. */
function draw(): void {
  frame = 0;
  render(<CompareApp state={state} host={host} />, root);
}

window.addEventListener("message", (event: MessageEvent<unknown>) => {
  const message = unpackCompareMessage(event.data);
  if (!message) return;
  if (message.type === "remember") return host.remember(message.memory);
  state = reduceCompare(state, message);
  if (frame === 0) frame = requestAnimationFrame(draw);
});

host.post({ type: "ready" });
