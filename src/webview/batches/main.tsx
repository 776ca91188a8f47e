import { render } from "preact";
import type { BatchHeadView, BatchHostMessage, BatchRow } from "../../protocol/batchResults.ts";
import { connectHost } from "./batchHost.ts";
import { BatchPage } from "./BatchPage.tsx";

const host = connectHost();
const root = document.createElement("div");
root.className = "root";
document.body.append(root);
let shown: { head: BatchHeadView; rows: BatchRow[] } | undefined;
let frame = 0;

/** At most once in a frame, however many messages arrive. */
function draw(): void {
  frame = 0;
  if (shown) render(<BatchPage head={shown.head} rows={shown.rows} host={host} />, root);
}

window.addEventListener("message", ({ data }: MessageEvent<BatchHostMessage>) => {
  if (data.type === "batch") {
    shown = { head: data.head, rows: data.rows };
    host.remember({ batchId: data.head.id });
  } else if (data.type === "changes" && shown) {
    const rows = [...shown.rows];
    for (const [n, row] of data.rows) rows[n] = row;
    shown = { head: data.head, rows };
  }
  frame ||= requestAnimationFrame(draw);
});

host.post({ type: "ready" });
