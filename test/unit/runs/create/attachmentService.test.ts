import { expect, test } from "vitest";
import { ApiError } from "#api/errors.ts";
import { AttachmentService, type KnownUpload } from "#runs/create/attachmentService.ts";
import type { RunsOfApp } from "#runs/create/runsOfApp.ts";
import { fakeApi } from "../../../support/fakeApi.ts";

function serviceWith(known: readonly KnownUpload[]) {
  const forgotten: string[] = [];
  const uploads = {
    list: () => known,
    add: async () => undefined,
    forget: async (_: string, ids: readonly string[]) => void forgotten.push(...ids),
  };
  return { service: new AttachmentService(uploads), forgotten };
}

const appWith = (parts: Parameters<typeof fakeApi>[0]): RunsOfApp =>
  ({ connectionId: "app", api: async () => fakeApi(parts) }) as Partial<RunsOfApp> as RunsOfApp;

test.each<[string, string[]]>([
  ["unknown file: UPLOAD-2", ["upload-2"]],
  ["file_ids has an unknown entry", ["upload-1", "upload-2"]],
])("a request that is refused with “%s” forgets %j", async (message, gone) => {
  const known = ["upload-1", "upload-2"].map((id) => ({ id, name: id, size: 0, sha256: id }));
  const { service, forgotten } = serviceWith(known);
  const error = new ApiError({ kind: "invalid", status: 400, message });
  const prepared = { request: { input: {} }, files: [], reused: known };
  const app = appWith({});
  await service.renew(app, { request: { input: {} }, files: [] }, prepared, error, {});
  expect(forgotten).toEqual(gone);
});
