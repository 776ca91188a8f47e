import { describe, expect, test } from "vitest";
import type { CreateRunRequest, FileSource, RunMode } from "#api/contract.ts";
import { createRunBody } from "#api/upload/runForm.ts";

const request: CreateRunRequest = {
  input: { ticket: "Refund", amount: 620 },
  user_id: "customer-7421",
  session_id: "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d",
  file_ids: ["id-1", "id-2"],
};
const receipt: FileSource = {
  name: "receipt.png",
  size: 3,
  mimeType: "image/png",
  async *open() {
    yield Buffer.from("png");
  },
};

async function form(mode: RunMode, asked: CreateRunRequest): Promise<FormData> {
  const body = createRunBody(asked, mode, [receipt, { ...receipt, name: "second.png" }]);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of body.open() as AsyncIterable<Uint8Array>) chunks.push(Uint8Array.from(chunk));
  return new Response(new Blob(chunks), { headers: { "content-type": body.contentType } }).formData();
}

function json(mode: RunMode, asked: CreateRunRequest): unknown {
  const body = createRunBody(asked, mode, []);
  expect(body.contentType).toBe("application/json");
  return JSON.parse(Buffer.from(body.open() as Uint8Array).toString());
}

describe("createRunBody", () => {
  test("is JSON without files, with a flag for the mode", () => {
    expect(json("wait", request)).toEqual(request);
    expect(json("background", request)).toEqual({ ...request, background: true });
    expect(json("stream", { input: null })).toEqual({ input: null, stream: true });
  });

  test("is a form of the same names with files", async () => {
    const fields = await form("background", request);
    const names = ["background", "file_ids", "file_ids", "files", "files", "input", "session_id", "user_id"];
    expect([...fields.keys()].toSorted()).toEqual(names);
    expect(JSON.parse(fields.get("input") as string)).toEqual(request.input);
    expect(fields.get("user_id")).toBe(request.user_id);
    expect(fields.get("session_id")).toBe(request.session_id);
    expect(fields.getAll("file_ids")).toEqual(["id-1", "id-2"]);
    expect(fields.get("background")).toBe("true");
    expect(fields.getAll("files").map((file) => (file as File).name)).toEqual(["receipt.png", "second.png"]);
  });
});
