import type { FileSource } from "../../api/contract.ts";
import type { UploadStore } from "../../connections/uploadStore.ts";
import type { Log } from "../../host/log.ts";
import type { AttachmentService } from "../../runs/create/attachmentService.ts";
import type { ActiveRuns } from "../../views/connections/activeRuns.ts";
import type { NextRun } from "../../views/uploads/nextRun.ts";
import type { UploadNode } from "../../views/uploads/uploadNode.ts";
import type { SelectedFilesConsent } from "../steps/confirmSelected.ts";

/** What the commands about uploads work with. */
export interface UploadCommands extends SelectedFilesConsent {
  activeRuns: ActiveRuns;
  uploads: UploadStore;
  attachments: AttachmentService;
  /** The uploads that are marked for the next run. */
  nextRun: NextRun;
  /** The selection of the view of uploads. */
  selectedUploads: () => readonly UploadNode[];
  fileFromPath: (path: string) => Promise<FileSource>;
  log: Log;
}
