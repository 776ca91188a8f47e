import { expect, test } from "vitest";
import { newRunFileText } from "#runFiles/newRunFileText.ts";
import { parseRunFile } from "#runFiles/parseRunFile.ts";

test("a template can be sent, also with each of its other keys", () => {
  for (const files of [[], ["receipt.png", "${odd}.txt", 'a "b".png']]) {
    const text = newRunFileText(undefined, files);
    const { request, files: named } = parseRunFile(text, "new.run.jsonc").parsed;
    expect(request).toEqual({ input: { input: "What can you do for me?" } });
    expect(named.map(({ path }) => path)).toEqual(files);
    const last = files.length > 0 ? /(files": .*)\n/ : /(\n {2}})\n/;
    const more = text.replace(last, "$1,\n").replaceAll(/\/\/ (?="\w+": )/g, "");
    const { parsed } = parseRunFile(more, "new.run.jsonc", () => ({ value: "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d" }));
    expect(parsed).toMatchObject({
      mode: "background",
      saveTo: { text: "answer.json" },
      request: { user_id: "customer-7421" },
    });
  }
});
