/** A row of the uploads. */
export interface UploadNode {
  kind: "upload";
  connectionId: string;
  uploadId: string;
}
