export interface UploadNode {
  kind: "upload";
  connectionId: string;
  uploadId: string;
}
