import { describe, expect, test } from "vitest";
import { checkAccessKey } from "#model/accessKey.ts";

const key = `dynamiq_acc_${"k3Y".repeat(21)}x`;

describe("checkAccessKey", () => {
  test("accepts a key and drops the white space around it", () => {
    expect(checkAccessKey(` ${key}\n`)).toEqual({ ok: true, key });
  });

  test.each(["dyn_pat_secret", "uak_secret", "  dyn_pat_secret"])("refuses the personal access token %j", (text) => {
    const check = checkAccessKey(text);
    expect(check).toMatchObject({ ok: false, reason: expect.stringContaining("personal access token") as string });
    expect(JSON.stringify(check)).not.toContain("secret");
  });

  test.each(["", "  \n"])("refuses the empty text %j", (text) => {
    expect(checkAccessKey(text)).toEqual({ ok: false, reason: "The access key is empty." });
  });

  const unfit = ["Bearer secret", "sec\nret", "sec\u0000ret", "secrét", "secret\u200b"];
  test.each(unfit)("refuses %j, which no header can contain", (text) => {
    const check = checkAccessKey(text);
    expect(check).toMatchObject({ ok: false, reason: expect.stringContaining("character") as string });
    expect(JSON.stringify(check)).not.toContain("sec");
  });
});
