import { expect, test } from "vitest";
import { lineLook } from "../../../../src/webview/batches/lineLook.ts";

test.each(["constructor", "__proto__", "migrating"])("the unknown status %s has an icon", (status) => {
  expect(lineLook(status)).toMatchObject({ icon: "question", tone: "idle" });
});
