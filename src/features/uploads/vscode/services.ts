import type { UploadNode } from "./uploadNode.ts";
import type { UploadsTree } from "./uploadsTree.ts";

export interface UploadServices {
  uploadsTree: UploadsTree;
  selectedUploads: () => readonly UploadNode[];
}
