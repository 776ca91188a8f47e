/** The headers of a form part. */
export interface PartHeaders {
  name: string;
  /** Without folders; undefined for a field. */
  fileName: string | undefined;
  mimeType: string | undefined;
}

/** Reads the header lines of a part; undefined when it has no `Content-Disposition: form-data` with a name. */
export function parsePartHeaders(text: string): PartHeaders | undefined {
  const lines = new Map<string, string>();
  for (const line of text.split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) lines.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const disposition = lines.get("content-disposition") ?? "";
  const name = parameter(disposition, "name");
  if (!/^form-data\s*(;|$)/i.test(disposition) || name === undefined) return undefined;
  const fileName = parameter(disposition, "filename");
  return {
    name,
    fileName: fileName?.replace(/^.*[/\\]/, ""),
    mimeType: lines.get("content-type"),
  };
}

/**
 * One parameter of a header value, quoted or not. Reads them all in order, since a quoted value may look like others.
 */
function parameter(value: string, wanted: string): string | undefined {
  for (const [, name, quoted, plain] of value.matchAll(/;\s*([\w*-]+)=(?:"((?:\\"|[^"])*)"|([^\s;]*))/g)) {
    if (name?.toLowerCase() === wanted) return quoted === undefined ? plain : unescapeQuoted(quoted);
  }
  return undefined;
}

/** Browsers write quotes and line breaks in names as percent escapes (WHATWG), others write `\"` for a quote. */
function unescapeQuoted(text: string): string {
  return text.replace(/%22|%0D|%0A|\\"/gi, (escape) =>
    escape.startsWith("%") ? String.fromCharCode(Number.parseInt(escape.slice(1), 16)) : '"',
  );
}
