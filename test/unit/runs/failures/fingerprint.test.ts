import { describe, expect, test } from "vitest";
import { fingerprintOf } from "../../../../src/runs/failures/fingerprint.ts";
import { type Purity, purityOf, readFamilies } from "../../../support/failures/families.ts";

/** Prints how many messages are in the group of their family, and names the others. */
function purityIn(file: "errorFamilies.txt" | "unseenFamilies.txt"): Purity {
  const messages = readFamilies(file);
  expect(messages).toHaveLength(200);
  const purity = purityOf(messages, (error) => fingerprintOf(error).id);
  const right = messages.length - purity.wrong.length;
  console.log(`${file}: ${right} of 200 messages right, ${purity.groups} groups of ${purity.families} families`);
  for (const each of purity.wrong) console.log(`  wrong: ${each}`);
  return purity;
}

describe("the fingerprints of 200 messages in 40 families", () => {
  test("never mix two families, and keep all but a family with bare names together", () => {
    const { wrong } = purityIn("errorFamilies.txt");
    expect(wrong.map((each) => each.replace(/:.*/s, ""))).toEqual(Array(3).fill("shipment unknown (apart)"));
  });

  test("never mix two families that the rules weren't made with", () => {
    const { wrong } = purityIn("unseenFamilies.txt");
    expect(wrong.filter((each) => each.includes("(mixed)"))).toEqual([]);
    expect(wrong.length).toBeLessThanOrEqual(20);
  });
});
