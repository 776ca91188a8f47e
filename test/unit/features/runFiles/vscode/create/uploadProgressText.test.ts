import { expect, test } from "vitest";
import { UploadProgressText } from "../../../../../../src/features/runFiles/vscode/create/uploadProgressText.ts";

const mib = 1024 * 1024;

test("several files are shown one after the other, with their bytes and the speed of the last seconds", () => {
  let now = 0;
  const files = [
    { name: "a.pdf", size: 2 * mib },
    { name: "empty.txt", size: 0 },
    { name: "b.mp4", size: 100 * mib },
  ];
  const words = new UploadProgressText(files, { title: "Uploading 3 files", now: () => now });
  const at = (milliseconds: number, sent: number): string => {
    now = milliseconds;
    return words.at(sent);
  };
  expect(at(0, 0)).toBe("a.pdf: 0 B of 2.0 MiB, 1 of 3 files");
  expect(at(500, 1 * mib)).toBe("a.pdf: 1.0 MiB of 2.0 MiB, 1 of 3 files, 2.0 MiB/s");
  expect(at(1_000, 2 * mib)).toBe("b.mp4: 0 B of 100 MiB, 3 of 3 files, 2.0 MiB/s");
  expect(at(4_000, 32 * mib)).toBe("b.mp4: 30.0 MiB of 100 MiB, 3 of 3 files, 10.0 MiB/s");
  // It has stalled.
  expect(at(20_000, 32 * mib)).toBe("b.mp4: 30.0 MiB of 100 MiB, 3 of 3 files, 0 B/s");
  expect(at(21_000, 102 * mib)).toMatch(/^b\.mp4: 100 MiB of 100 MiB, 3 of 3 files, /);
});
