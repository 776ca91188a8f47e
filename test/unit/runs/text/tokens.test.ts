import { expect, test } from "vitest";
import { estimateTokens } from "../../../../src/runs/text/tokens.ts";

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
    "code",
    'export function statusWord(status: string): string {\n  if (status === unreadableWord) return "Unreadable";\n  return isKnownStatus(status) ? facts[status].word : status;\n}',
    44,
  ],
  [
    "JSON",
    '{"customer_id":"customer-7421","orders":[{"id":"ord_1693","total":480.5,"currency":"USD","refundable":true}],"note":null}',
    39,
  ],
  [
    "indented JSON",
    '{\n  "customer_id": "customer-7421",\n  "orders": [\n    {\n      "id": "ord_1693",\n      "total": 480.5,\n      "currency": "USD"\n    }\n  ],\n  "note": null\n}',
    56,
  ],
  ["base64", "H0D8ktokFpR1CXnubPWC8tXX0o4YM13gWrxU0FYOD1MChgxlK/CNVgJSql50IQVG82n7u86MEs/HlXsmUv6adQ==", 61],
  [
    "hexadecimal digits",
    "1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75",
    71,
  ],
  ["ids", "09e789a4-f625-4915-8fa6-55db67cbdbcc 9a4110b9-8f48-4a5a-b047-837f3de0bba9", 50],
  ["digits", "31415926535897932384626433832795028841971693993751", 22],
  ["times", "2026-11-27T01:45:11.549Z 2026-11-27T01:45:12.004Z", 31],
  ["letters without sense", "qzxvkjwpfgbtrmdlkshcnqwzxpvbgtkrjmhfdlscqnzwxvpkbg", 29],
  ["capitals without sense", "QZXVKJWPFGBTRMDLKSHCNQWZXPVBGTKRJMHFDLSCQNZWXVPKBG", 30],
  ["signs", "!#$%&'()*+,-./:;<=>?@[]^_`{|}~", 21],
  ["German", "Die Rückerstattung wurde am Donnerstag überwiesen, weil der Kunde zweimal belastet worden war.", 28],
  ["Chinese", "客户报告重复收费，退款已处理完毕，请在五个工作日内查收。", 27],
  ["Japanese", "お客様は二重請求を報告しました。返金は処理されました。", 28],
  ["Korean", "고객이 이중 청구를 신고했습니다. 환불이 처리되었습니다.", 31],
  ["Russian", "Клиент сообщил о двойном списании средств. Возврат был оформлен в четверг.", 37],
  ["Arabic", "أبلغ العميل عن خصم مزدوج. تمت معالجة عملية استرداد الأموال يوم الخميس.", 63],
  ["Hindi", "ग्राहक ने दोहरे शुल्क की सूचना दी। धनवापसी गुरुवार को संसाधित की गई।", 76],
  ["Thai", "ลูกค้ารายงานการเรียกเก็บเงินซ้ำ การคืนเงินดำเนินการเรียบร้อยแล้ว", 111],
  ["Greek", "Ο πελάτης ανέφερε διπλή χρέωση. Η επιστροφή χρημάτων έγινε την Πέμπτη.", 81],
  ["Hebrew", "הלקוח דיווח על חיוב כפול. ההחזר בוצע ביום חמישי.", 48],
  ["Amharic", "ደንበኛው ድርብ ክፍያ ሪፖርት አድርጓል።", 67],
  ["emoji", "😀🎉🚀🔥✅❌⚠️🤖👍🏽", 28],
  [
    "a traceback",
    'Traceback (most recent call last):\n  File "/app/nodes/crm.py", line 42, in execute\n    raise ToolExecutionException(f"401 from {host}")',
    37,
  ],
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
