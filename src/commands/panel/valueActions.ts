import * as vscode from "vscode";
import { stringifyJson } from "../../base/json/stringifyJson.ts";
import { onUnexpectedError } from "../../base/unexpectedError.ts";
import { UserError } from "../../host/errors/userError.ts";
import type { TextReports } from "../../views/documents/textReports.ts";
import type { RunPanelServices, UseOfValue } from "../../views/panel/panelServices.ts";
import { saveRunFile, saveValue } from "./saveValue.ts";

/** The actions for a value that a panel shows in part. The value is taken from the run, not from the panel. */
export function useOfValues(reports: TextReports): RunPanelServices["use"] {
  return (use, value, name) => {
    useValue(reports, use, value, name).then(undefined, onUnexpectedError);
  };
}

/** Saves a file of a run once its bytes are there. */
export function savingOfFiles(): RunPanelServices["saveFile"] {
  return (file, nameOf) => {
    file.then((read) => saveRunFile(read, nameOf)).then(undefined, onUnexpectedError);
  };
}

async function useValue(reports: TextReports, use: UseOfValue, wanted: unknown, name: string): Promise<void> {
  const value = await wanted;
  if (value === undefined) throw new UserError("This value is no longer in memory.");
  const text = typeof value === "string" ? value : (stringifyJson(value, 2) ?? "");
  switch (use) {
    case "copy":
      return vscode.env.clipboard.writeText(text);
    case "open": {
      const extension = typeof value === "string" && !/^\s*[[{]/.test(value) ? "txt" : "json";
      return reports.show(`${name.replace(/[/\\]/g, "_")}.${extension}`, text);
    }
    case "save":
      await saveValue(value, name);
      return undefined;
  }
}
