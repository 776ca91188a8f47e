const openXml = "application/vnd.openxmlformats-officedocument";

const types: Readonly<Record<string, string>> = {
  csv: "text/csv",
  docx: `${openXml}.wordprocessingml.document`,
  gif: "image/gif",
  htm: "text/html",
  html: "text/html",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  md: "text/markdown",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  pdf: "application/pdf",
  png: "image/png",
  pptx: `${openXml}.presentationml.presentation`,
  svg: "image/svg+xml",
  txt: "text/plain",
  wav: "audio/wav",
  webp: "image/webp",
  xlsx: `${openXml}.spreadsheetml.sheet`,
  xml: "application/xml",
  zip: "application/zip",
};

/** The MIME type of a file by its extension. */
export function mimeTypeOf(fileName: string): string {
  const extension = fileName.slice(fileName.lastIndexOf(".") + 1).toLowerCase();
  return (Object.hasOwn(types, extension) ? types[extension] : undefined) ?? "application/octet-stream";
}
