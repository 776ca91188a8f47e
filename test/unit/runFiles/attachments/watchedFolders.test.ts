import { resolve } from "node:path";
import { expect, test } from "vitest";
import { watchedFolders } from "#runFiles/attachments/watchedFolders.ts";

const [open, other] = [resolve("/open"), resolve("/other")];
const many = (folder: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => resolve(folder, `${n}`, "scan.png"));

test("all files of an open folder are watched at once, however many folders they are in", () => {
  const paths = [...many("/open", 20_000), resolve("/other/a/b.png")];
  expect(watchedFolders(paths, [open, other])).toEqual({ open: [open, other], others: [] });
  expect(watchedFolders([resolve("/open/a.png")], [open, other])).toEqual({ open: [open], others: [] });
});

test("files elsewhere are watched folder by folder, the first ones only", () => {
  const beside = [resolve("/opened/a.png"), resolve("/opened/b.png"), resolve("/elsewhere/c.png")];
  expect(watchedFolders(beside, [open])).toEqual({ open: [], others: [resolve("/opened"), resolve("/elsewhere")] });
  expect(watchedFolders(many("/elsewhere", 20_000), [open]).others).toHaveLength(20);
});

test("nothing is watched for a file without attachments", () => {
  expect(watchedFolders([], [open])).toEqual({ open: [], others: [] });
});
