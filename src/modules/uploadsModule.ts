import { UploadStore } from "../connections/uploadStore.ts";
import { readAttachmentMode } from "../host/attachmentSetting.ts";
import { AttachmentService } from "../runs/create/attachmentService.ts";
import type { LazyTree } from "../views/lazyTree.ts";
import { NextRun } from "../views/uploads/nextRun.ts";
import type { UploadNode } from "../views/uploads/uploadNode.ts";
import { UploadsTree } from "../views/uploads/uploadsTree.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { ExplorerModule } from "./explorerModule.ts";
import type { ModuleBase } from "./moduleBase.ts";

export interface UploadsModule {
  uploads: UploadStore;
  /** Uploads files to apps. */
  attachments: AttachmentService;
  /** The uploads that are marked for the next run. */
  nextRun: NextRun;
  uploadsTree: UploadsTree;
  selectedUploads: () => readonly UploadNode[];
}

/** The uploads to apps, and their view. */
export function uploadsModule(
  { owned, shared, window }: ModuleBase,
  view: LazyTree<UploadNode>,
  { connections }: ConnectionsModule,
  { activeRuns }: ExplorerModule,
): UploadsModule {
  const uploads = owned.add(new UploadStore(shared.uploads, connections));
  const attachments = new AttachmentService(uploads, readAttachmentMode);
  const nextRun = owned.add(new NextRun(window, uploads));
  const uploadsTree = owned.add(new UploadsTree(activeRuns, uploads, nextRun, view));
  return { uploads, attachments, nextRun, uploadsTree, selectedUploads: () => view.view.selection };
}
