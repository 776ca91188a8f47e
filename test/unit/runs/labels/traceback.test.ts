import { expect, test } from "vitest";
import { libraryPath, readTraceback } from "#runs/labels/traceback.ts";

const head = "Traceback (most recent call last):\n";

test("the frames are in Python's order, with their code, and the end is what stands below them", () => {
  const text = `${head}  File "/w/a.py", line 3, in <module>\n    main()\n    ^^^^^^\n  File "/w/b.py", line 41\nValueError: no\nmore\n`;
  expect(readTraceback(text)).toEqual({
    frames: [
      { file: "/w/a.py", line: 3, name: "<module>", code: "main()" },
      { file: "/w/b.py", line: 41, name: "" },
    ],
    end: "ValueError: no\nmore",
  });
});

test("lines may end as on Windows", () => {
  const text = `${head}  File "C:\\w\\a.py", line 3, in f\n    main()\nValueError: no\n`.replaceAll("\n", "\r\n");
  expect(readTraceback(text)).toEqual({
    frames: [{ file: "C:\\w\\a.py", line: 3, name: "f", code: "main()" }],
    end: "ValueError: no",
  });
});

test("of two tracebacks the end is that of the last", () => {
  const one = (error: string) => `${head}  File "a.py", line 1, in f\n    x\n${error}\n`;
  const text = `${one("KeyError: 'a'")}\nDuring handling of the above exception, another exception occurred:\n\n${one("E: b")}`;
  expect(readTraceback(text)).toMatchObject({ frames: [{ line: 1 }, { line: 1 }], end: "E: b" });
});

test("a text without frames is no traceback", () => {
  expect(readTraceback("NoneType: None\n")).toBeUndefined();
});

test.each([
  ["/v/lib/python3.13/site-packages/dynamiq/nodes/node.py", "dynamiq/nodes/node.py"],
  ["C:\\Python313\\Lib\\concurrent\\futures\\thread.py", "concurrent/futures/thread.py"],
  ["/home/a/app.py", "/home/a/app.py"],
])("a file of a library is named by its module: %s", (file, path) => {
  expect(libraryPath(file)).toBe(path);
});
