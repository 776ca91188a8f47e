import type { QueueMemory, QueuePageMessage } from "#features/waitingQueue/page/messages.ts";
import type { OpenPanels } from "#host/pages/openPanels.ts";
import type { QueuePanel } from "./queuePanel.ts";

/** What it offers to its commands. */
export interface WaitingQueueServices {
  /** The panels of the queue: there is one for all connections. */
  waitingQueue: OpenPanels<QueueMemory, QueuePageMessage, QueuePanel>;
}
