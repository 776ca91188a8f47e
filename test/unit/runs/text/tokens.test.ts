import { expect, test } from "vitest";
import { estimateTokens } from "#runs/text/tokens.ts";

/**
 * Texts with the most tokens that one of three tokenizers counts in them: Claude's published one (2023), cl100k_base and
 * o200k_base, measured once.
 */
const measured: readonly [name: string, text: string, worst: number][] = [
  [
    "English",
    "The customer reports a duplicate charge. Check whether the second payment was captured before you issue a refund.",
    20,
  ],
  [
    "JSON",
    '{"customer_id":"customer-7421","orders":[{"id":"ord_1693","total":480.5,"currency":"USD","refundable":true}],"note":null}',
    39,
  ],
  ["base64", "H0D8ktokFpR1CXnubPWC8tXX0o4YM13gWrxU0FYOD1MChgxlK/CNVgJSql50IQVG82n7u86MEs/HlXsmUv6adQ==", 61],
  ["Chinese", "客户报告重复收费，退款已处理完毕，请在五个工作日内查收。", 27],
  ["Arabic", "أبلغ العميل عن خصم مزدوج. تمت معالجة عملية استرداد الأموال يوم الخميس.", 63],
  ["Thai", "ลูกค้ารายงานการเรียกเก็บเงินซ้ำ การคืนเงินดำเนินการเรียบร้อยแล้ว", 111],
  ["emoji", "😀🎉🚀🔥✅❌⚠️🤖👍🏽", 28],
];

test.each(measured)("the estimate for %s is never far below the costliest tokenizer", (_, text, worst) => {
  const ratio = estimateTokens(text) / worst;
  expect(ratio).toBeGreaterThanOrEqual(0.85);
  expect(ratio).toBeLessThanOrEqual(2.2);
});

test("no text has more tokens than the estimate of its parts together, but for one a part", () => {
  for (const [, text] of measured) {
    const half = Math.floor(text.length / 2);
    const parts = estimateTokens(text.slice(0, half)) + estimateTokens(text.slice(half));
    expect(parts).toBeGreaterThanOrEqual(estimateTokens(text) - 2);
  }
});
