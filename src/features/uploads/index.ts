/**
 * Uploads: files that were sent to an app once and can be attached to further runs. `src/connections/uploadStore.ts`
 * keeps what was uploaded. Here are the view, its commands and the upload itself.
 */

import { hasUploads } from "#host/contextKeys.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import { stillForDialogs } from "#host/dialogs.ts";
import type { LazyTree } from "#host/lazyTree.ts";
import type { App } from "#workbench/app.ts";
import { keepContextKeys } from "#workbench/core/contextKeys.ts";
import type { Feature } from "#workbench/core/feature.ts";
import type { contributions } from "./contributes.ts";
import { attachUpload, copyUploadId, detachUpload, forgetUpload } from "./vscode/uploadActions.ts";
import { uploadFiles } from "./vscode/uploadFiles.ts";
import { type UploadNode, type UploadServices, UploadsTree } from "./vscode/uploadsTree.ts";

interface Context extends App {
  uploadsView: LazyTree<UploadNode>;
}

export const uploads: Feature<Context, UploadServices, CommandsOf<typeof contributions>> = {
  id: "uploads",
  build({ owned, activeRuns, uploads: store, nextRun, uploadsView }) {
    owned.add(stillForDialogs(uploadsView.changed));
    const uploadsTree = owned.add(new UploadsTree({ activeRuns, uploads: store, nextRun }, uploadsView));
    const hasAny = (): boolean => store.list(activeRuns.connection?.id ?? "").length > 0;
    owned.add(keepContextKeys([store, activeRuns], { hasUploads }, () => ({ hasUploads: hasAny() })));
    return { uploadsTree, selectedUploads: () => uploadsView.view.selection };
  },
  commands: {
    uploadFiles,
    copyUploadId,
    attachUpload,
    detachUpload,
    forgetUpload,
  },
};
