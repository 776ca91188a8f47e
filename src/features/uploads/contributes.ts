import { can, fileMenu, hasNoConnection, isOnDisk, isTrusted } from "#host/contributions/conditions.ts";
import { contributes } from "#host/contributions/contributes.ts";
import { all, is, isRow, rowHas } from "#host/contributions/when.ts";

const inUploads = is("view", "dynamiqRuns.uploads");
const uploadsFocused = is("focusedView", "dynamiqRuns.uploads");
const canUpload = can("upload");

export const contributions = contributes({
  commands: {
    uploadFiles: {
      title: "Upload Files…",
      icon: "cloud-upload",
      enablement: isTrusted,
      palette: canUpload,
      menus: [
        { menu: "view/title", group: "navigation@1", when: all(inUploads, canUpload) },
        { menu: fileMenu, group: "2_upload@1", when: all(isOnDisk, canUpload, isTrusted) },
      ],
    },
    copyUploadId: {
      title: "Copy Upload ID",
      icon: "copy",
      keys: [{ key: "shift+alt+y", when: uploadsFocused, focusedRowOf: "dynamiqRuns.uploads" }],
      menus: [{ menu: "view/item/context", group: "2_copy@1", when: all(inUploads, isRow("upload")) }],
    },
    attachUpload: {
      title: "Attach Upload to Next Run",
      icon: "pin",
      keys: [{ key: "shift+alt+b", when: uploadsFocused, focusedRowOf: "dynamiqRuns.uploads" }],
      menus: [
        { menu: "view/item/context", group: "inline@1", when: all(inUploads, is("viewItem", "upload")) },
        { menu: "view/item/context", group: "1_run@1", when: all(inUploads, is("viewItem", "upload")) },
      ],
    },
    detachUpload: {
      title: "Detach Upload from Next Run",
      icon: "pinned",
      keys: [{ key: "shift+alt+v", when: uploadsFocused, focusedRowOf: "dynamiqRuns.uploads" }],
      menus: [
        { menu: "view/item/context", group: "inline@1", when: all(inUploads, rowHas("attached")) },
        { menu: "view/item/context", group: "1_run@1", when: all(inUploads, rowHas("attached")) },
      ],
    },
    forgetUpload: {
      title: "Forget Upload",
      icon: "close",
      keys: [{ key: "shift+alt+w", when: uploadsFocused, focusedRowOf: "dynamiqRuns.uploads" }],
      menus: [{ menu: "view/item/context", group: "3_forget@1", when: all(inUploads, isRow("upload")) }],
    },
  },
  views: [
    {
      id: "dynamiqRuns.uploads",
      name: "Uploads",
      contextualTitle: "Dynamiq: Uploads",
      order: 3,
      visibility: "collapsed",
      when: is("dynamiqRuns.hasUploads"),
    },
  ],
  welcome: [
    {
      view: "dynamiqRuns.uploads",
      name: "noUploads",
      order: 13,
      when: canUpload,
      contents: [
        "Files that you upload to this app appear here. Runs can use them without another upload.",
        "[Upload Files…](command:dynamiqRuns.uploadFiles)",
      ].join("\n"),
    },
    {
      view: "dynamiqRuns.uploads",
      name: "uploadsNoConnection",
      order: 14,
      when: hasNoConnection,
      contents: ["There is no connection yet.", "[Add Connection](command:dynamiqRuns.addConnection)"].join("\n"),
    },
  ],
  contextKeys: { hasUploads: "boolean" },
  rows: ["upload"],
});
