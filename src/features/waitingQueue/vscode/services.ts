import type { QueueMemory, QueuePageMessage } from "#features/waitingQueue/page/messages.ts";
import type { OpenPanels } from "#host/pages/openPanels.ts";
import type { QueuePanel } from "./queuePanel.ts";

/** What it offers to its commands. */
export interface WaitingQueueServices {
  /** There is one panel for all connections. */
  waitingQueue: OpenPanels<QueueMemory, QueuePageMessage, QueuePanel>;
}
