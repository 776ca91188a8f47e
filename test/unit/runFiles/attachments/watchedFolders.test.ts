import { resolve } from "node:path";
import { expect, test } from "vitest";
import { watchedFolders } from "#runFiles/attachments/watchedFolders.ts";

const [work, other] = [resolve("/work"), resolve("/other")];
const many = (folder: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => resolve(folder, `${n}`, "scan.png"));

test("all files of an open folder are watched at once, however many folders they are in", () => {
  const paths = [...many("/work", 20_000), resolve("/other/a/b.png")];
  expect(watchedFolders(paths, [work, other])).toEqual({ open: [work, other], others: [] });
  expect(watchedFolders([resolve("/work/a.png")], [work, other])).toEqual({ open: [work], others: [] });
});

test("files elsewhere are watched folder by folder, the first ones only", () => {
  const beside = [resolve("/workshop/a.png"), resolve("/workshop/b.png"), resolve("/elsewhere/c.png")];
  expect(watchedFolders(beside, [work])).toEqual({ open: [], others: [resolve("/workshop"), resolve("/elsewhere")] });
  expect(watchedFolders(many("/elsewhere", 20_000), [work]).others).toHaveLength(20);
});

test("nothing is watched for a file without attachments", () => {
  expect(watchedFolders([], [work])).toEqual({ open: [], others: [] });
});
