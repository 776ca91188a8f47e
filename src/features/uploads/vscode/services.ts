import type { UploadNode } from "./uploadNode.ts";
import type { UploadsTree } from "./uploadsTree.ts";

/** What it offers to its commands and to the features below it. */
export interface UploadServices {
  uploadsTree: UploadsTree;
  /** The selection of the *Uploads* view. */
  selectedUploads: () => readonly UploadNode[];
}
