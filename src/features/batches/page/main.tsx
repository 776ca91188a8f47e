import { oncePerFrame, openPage } from "../../../ui/page.ts";
import { BatchPage, type Kept } from "./BatchPage.tsx";
import type { BatchHeadView, BatchHostMessage, BatchPageMessage, BatchRow } from "./messages.ts";

const page = openPage<BatchHostMessage, BatchPageMessage, Kept>();
let shown: { head: BatchHeadView; rows: BatchRow[] } | undefined;
const draw = oncePerFrame(() => {
  if (shown) page.draw(<BatchPage head={shown.head} rows={shown.rows} host={page} />);
});

page.listen((message) => {
  if (message.type === "batch") {
    shown = { head: message.head, rows: message.rows };
  } else if (shown) {
    const rows = [...shown.rows];
    for (const [n, row] of message.rows) rows[n] = row;
    shown = { head: message.head, rows };
  }
  draw();
});

page.post({ type: "ready" });
