import { oncePerFrame, openPage } from "../../../ui/page.ts";
import { BatchPage, type Kept } from "./BatchPage.tsx";
import type { BatchHeadView, BatchHostMessage, BatchPageMessage, BatchRow } from "./messages.ts";

const page = openPage<BatchPageMessage, Kept>();
let shown: { head: BatchHeadView; rows: BatchRow[] } | undefined;
const draw = oncePerFrame(() => {
  if (shown) page.draw(<BatchPage head={shown.head} rows={shown.rows} host={page} />);
});

page.listen(
  (data) => data as BatchHostMessage,
  (message) => {
    if (message.type === "batch") {
      shown = { head: message.head, rows: message.rows };
      page.keep({ batchId: message.head.id });
    } else if (message.type === "changes" && shown) {
      const rows = [...shown.rows];
      for (const [n, row] of message.rows) rows[n] = row;
      shown = { head: message.head, rows };
    }
    draw();
  },
);

page.post({ type: "ready" });
