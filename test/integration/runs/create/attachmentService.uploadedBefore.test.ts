import { appendFile, copyFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { reopenFiles } from "#api/upload/fileSource.ts";
import { useSendingApp, wanted } from "./support/sendingApp.ts";

const here = useSendingApp();

describe("a file that was uploaded to this app before", () => {
  test("is not sent again while its content is the same, under any name", async () => {
    const first = await here.make("first.bin");
    const { done } = await here.service.upload(here.session, [first.file]);
    const copy = await here.make("copy.bin");
    await copyFile(first.path, copy.path);
    const before = here.writes().length;
    await here.create(await reopenFiles([copy.file]));
    expect(here.writes().slice(before)).toEqual(["/v1/runs"]);
    expect(here.app.created.at(-1)?.files).toMatchObject([{ id: done[0]?.id, sha256: first.sha256 }]);

    await appendFile(copy.path, "changed");
    await here.create(await reopenFiles([copy.file]));
    // Nothing of that content is known, so that it goes with the request.
    expect(here.writes().slice(before)).toEqual(["/v1/runs", "/v1/runs"]);
    expect(here.arrived()).toMatchObject([{ name: "copy.bin" }]);
    expect(here.arrived()[0]?.sha256).not.toBe(first.sha256);
  });

  test("and is gone from the app is forgotten, reported, and uploaded again before the run is created", async () => {
    const [gone, kept] = [await here.make("gone.bin"), await here.make("kept.bin")];
    const id = "0b8e5a4e-6f0e-4f0e-8f3a-2b1c3d4e5f60";
    await here.uploads.add(here.session.connectionId, { id, name: "gone.bin", size: gone.file.size }, gone.sha256);
    const told: string[] = [];
    await here.create([gone.file, kept.file], (names) => told.push(...names));
    expect(told).toEqual(["gone.bin"]);
    expect(here.arrived()).toEqual(wanted([gone, kept]));
    expect(here.app.created).toHaveLength(1);
    expect(here.writes()).toEqual(["/v1/files", "/v1/runs", "/v1/files", "/v1/runs"]);
    expect(here.uploads.list(here.session.connectionId).map((upload) => upload.id)).not.toContain(id);
  });
});
