import * as vscode from "vscode";
import { Owner } from "#base/disposable.ts";
import type { LazyTree, TreeRowMaker } from "#host/lazyTree.ts";
import { appendFacts, type TooltipFact } from "#host/tooltipFacts.ts";
import { formatBytes } from "#model/bytes.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { formatDay, formatDayTime, formatTimeOfDay, formatWhen } from "#model/times.ts";
import type { App } from "#workbench/app.ts";
import type { Upload } from "#workbench/core/uploadStore.ts";

export interface UploadNode {
  kind: "upload";
  connectionId: string;
  uploadId: string;
}

export interface UploadServices {
  uploadsTree: UploadsTree;
  selectedUploads: () => readonly UploadNode[];
}

/** The rows of the uploads to the active connection's app, and the line above them. */
export class UploadsTree extends Owner implements TreeRowMaker<UploadNode> {
  readonly #app: Pick<App, "activeRuns" | "nextRun" | "uploads">;
  readonly #shown: LazyTree<UploadNode>;
  #connection: string | undefined;

  constructor(app: Pick<App, "activeRuns" | "nextRun" | "uploads">, shown: LazyTree<UploadNode>) {
    super();
    this.#app = app;
    this.#shown = shown;
    this.owned.add(app.activeRuns.onDidChange(() => this.#look()));
    for (const { onDidChange } of [app.uploads, app.nextRun])
      this.owned.add(onDidChange((connectionId) => connectionId === this.#connection && this.#draw()));
    this.#look();
  }

  getChildren(node?: UploadNode): UploadNode[] {
    if (node || this.#connection === undefined) return [];
    const connectionId = this.#connection;
    return this.#app.uploads.list(connectionId).map(({ id }) => ({ kind: "upload", connectionId, uploadId: id }));
  }

  getTreeItem({ connectionId, uploadId }: UploadNode): vscode.TreeItem {
    const upload = this.#app.uploads.list(connectionId).find(({ id }) => id === uploadId);
    if (!upload) return new vscode.TreeItem(uploadId);
    const goes = this.#app.nextRun.list(connectionId).some(({ id }) => id === uploadId);
    const item = uploadItem(upload, goes, Date.now());
    // A row keeps its selection by its id.
    item.id = `${connectionId}:${uploadId}`;
    return item;
  }

  /** Runs change all the time, but their connection rarely does. */
  #look(): void {
    const key = this.#app.activeRuns.connection?.id;
    if (key === this.#connection) return;
    this.#connection = key;
    this.#draw();
  }

  #draw(): void {
    const count = this.#connection === undefined ? 0 : this.#app.nextRun.list(this.#connection).length;
    const words = `${countOf(count, "upload")} will be attached to the next run that you start from a file.`;
    this.#shown.view.message = count === 0 ? "" : words;
    this.#shown.changed.fire(undefined);
  }
}

/** @param goes whether it is marked for the next run; `now` in milliseconds since the epoch */
function uploadItem(upload: Upload, goes: boolean, now: number): vscode.TreeItem {
  const { name, size, at } = upload;
  const item = new vscode.TreeItem(name);
  const when = formatDay(at, now) === "today" ? formatTimeOfDay(at) : formatDayTime(at, now);
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
  if (goes) markdown.appendText("This upload will be attached to the next run that you start from a file.");
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
