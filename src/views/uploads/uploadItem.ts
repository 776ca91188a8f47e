import * as vscode from "vscode";
import type { Upload } from "../../connections/uploadStore.ts";
import { formatBytes } from "../../model/bytes.ts";
import { formatCount } from "../../model/counts.ts";
import { formatDay, formatTimeOfDay, formatWhen } from "../../model/times.ts";
import { appendFacts, type TooltipFact } from "../tooltipFacts.ts";

/** @param goes whether it is marked for the next run; `now` in milliseconds since the epoch */
export function uploadItem(upload: Upload, goes: boolean, now: number): vscode.TreeItem {
  const { name, size, at } = upload;
  const item = new vscode.TreeItem(name);
  const day = formatDay(at, now);
  const when = day === "today" ? formatTimeOfDay(at) : day;
  item.description = [...(goes ? ["next run"] : []), formatBytes(size), when].join(", ");
  item.iconPath = new vscode.ThemeIcon(goes ? "pinned" : "file");
  item.contextValue = goes ? "upload attached" : "upload";
  item.tooltip = tooltip(upload, goes, now);
  return item;
}

/** The name stays text: the Markdown isn't trusted and has no HTML. */
function tooltip({ id, name, size, mimeType, sha256, at }: Upload, goes: boolean, now: number): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.appendMarkdown("**").appendText(name).appendMarkdown("**\n\n");
  if (goes) markdown.appendText("Attached to the next run of a file.");
  const exact = size < 1024 ? "" : ` (${formatCount(size)} bytes)`;
  const facts: TooltipFact[] = [
    ["Uploaded", formatWhen(at, now)],
    ["Size", `${formatBytes(size)}${exact}`],
    ...(mimeType ? [["Type", mimeType] satisfies TooltipFact] : []),
    ["Upload", id, true],
    ["SHA-256", sha256, true],
  ];
  appendFacts(markdown, facts);
  return markdown;
}
