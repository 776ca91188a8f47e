/**
 * Uploads: files that were sent to an app once and can be attached to further runs. `src/connections/uploadStore.ts`
 * keeps what was uploaded. Here are the view, its commands and the upload itself.
 */
import { keepContextKeys } from "../../core/contextKeys.ts";
import type { Feature } from "../../core/feature.ts";
import { stillForDialogs } from "../../host/dialogs.ts";
import { commandIds } from "../../host/ids.ts";
import type { LazyTree } from "../../host/lazyTree.ts";
import type { App } from "../app.ts";
import { attachUpload, copyUploadId, detachUpload, forgetUpload } from "./vscode/uploadActions.ts";
import { uploadFiles } from "./vscode/uploadFiles.ts";
import { type UploadNode, type UploadServices, UploadsTree } from "./vscode/uploadsTree.ts";

interface Needs extends App {
  uploadsView: LazyTree<UploadNode>;
}

export const uploads: Feature<Needs, UploadServices> = {
  id: "uploads",
  contributes: ["dynamiqRuns.uploads"],
  build({ owned, activeRuns, uploads: store, nextRun, uploadsView }) {
    owned.add(stillForDialogs(uploadsView.changed));
    const uploadsTree = owned.add(new UploadsTree({ activeRuns, uploads: store, nextRun }, uploadsView));
    const hasUploads = (): boolean => store.list(activeRuns.connection?.id ?? "").length > 0;
    owned.add(keepContextKeys([store, activeRuns], () => ({ hasUploads: hasUploads() })));
    return { uploadsTree, selectedUploads: () => uploadsView.view.selection };
  },
  commands: {
    [commandIds.uploadFiles]: uploadFiles,
    [commandIds.copyUploadId]: copyUploadId,
    [commandIds.attachUpload]: attachUpload,
    [commandIds.detachUpload]: detachUpload,
    [commandIds.forgetUpload]: forgetUpload,
  },
};
