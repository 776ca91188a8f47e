import { badRequest, type FieldErrors, throwIfInvalid, unsupportedMediaType } from "../http/apiFailure.ts";
import type { Exchange } from "../http/exchange.ts";
import { receiveForm } from "../http/form.ts";
import type { Route } from "../http/router.ts";
import { fileToWire } from "../runs/fileStore.ts";
import type { AppState } from "./appState.ts";

export function fileRoutes(app: AppState): Route[] {
  return [{ method: "POST", path: "/v1/files", handle: (exchange) => uploadFile(app, exchange) }];
}

async function uploadFile({ files }: AppState, exchange: Exchange): Promise<void> {
  if (exchange.contentType !== "multipart/form-data") throw unsupportedMediaType("multipart/form-data");
  const form = await receiveForm(exchange.request);
  const errors: FieldErrors = {};
  for (const { name } of form.fields) errors[name] = name === "file" ? "must be a file" : "is not a known field";
  for (const { part } of form.files) if (part !== "file") errors[part] = "is not a known field";
  throwIfInvalid(errors);
  const [file, second] = form.files;
  if (!file) throw badRequest({ file: "cannot be blank" });
  if (second) throw badRequest({ file: "must be given once" });
  if (file.name === "") throw badRequest({ file: "must have a file name" });
  exchange.json(200, { data: fileToWire(files.add(file)) });
}
