import { expect, test } from "vitest";
import { uploadProgressText } from "#workbench/runFiles/vscode/create/uploadProgressText.ts";

const mib = 1024 * 1024;

test("several files are shown one after the other, with their bytes", () => {
  const files = [
    { name: "a.pdf", size: 2 * mib },
    { name: "empty.txt", size: 0 },
    { name: "b.mp4", size: 100 * mib },
  ];
  const at = (sent: number, isSent = false): string => uploadProgressText(files, { sent, isSent }, "Uploading 3 files");
  expect(at(0)).toBe("a.pdf: 0 B of 2.0 MiB, 1 of 3 files");
  expect(at(1 * mib)).toBe("a.pdf: 1.0 MiB of 2.0 MiB, 1 of 3 files");
  expect(at(2 * mib)).toBe("b.mp4: 0 B of 100 MiB, 3 of 3 files");
  expect(at(32 * mib)).toBe("b.mp4: 30.0 MiB of 100 MiB, 3 of 3 files");
  expect(at(102 * mib)).toBe("b.mp4: 100 MiB of 100 MiB, 3 of 3 files");
  expect(at(2 * mib, true)).toBe("a.pdf: 2.0 MiB sent, waiting for the app, 1 of 3 files");
  expect(at(102 * mib, true)).toBe("b.mp4: 100 MiB sent, waiting for the app, 3 of 3 files");
});

test("the only file isn't named twice", () => {
  const files = [{ name: "a.pdf", size: 2 * mib }];
  expect(uploadProgressText(files, { sent: mib }, "Uploading a.pdf")).toBe("1.0 MiB of 2.0 MiB");
  const whole = { sent: 2 * mib, isSent: true };
  expect(uploadProgressText(files, whole, "Uploading a.pdf")).toBe("2.0 MiB sent, waiting for the app");
});
