import { expect, test } from "vitest";
import { LongText } from "../../../../src/runs/story/longText.ts";

test("a text is all its pieces, cut anywhere, with half characters and line separators", () => {
  const whole = 'He said: "🙂 C:\\new"\n\u2028'.repeat(5_000);
  const text = new LongText("Before. ");
  for (let at = 0; at < whole.length; at += 7) {
    text.add(whole.slice(at, at + 7));
    if (at % 70_000 === 0) expect(text.text).toBe(`Before. ${whole.slice(0, at + 7)}`);
  }
  expect(text.text).toBe(`Before. ${whole}`);
});
