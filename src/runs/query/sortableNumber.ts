import { ExactNumber, numberKey } from "#base/json/exactNumber.ts";

/** Exponents from -50,000 to 49,999 become five digits. */
const middleExponent = 50_000;

/**
 * A text that sorts like the number, whatever its size and notation; `undefined` for exponents that no data has. As
 * doubles, ids of 20 digits that differ in the last one would be the same.
 */
export function sortableNumber(value: number | ExactNumber): string | undefined {
  const key = numberKey(value);
  if (key === "0") return "1";
  const match = /^(-?)(\d+)e(-?\d+)$/.exec(key);
  if (!match) return undefined;
  const [, sign = "", digits = "", exponent = ""] = match;
  // The position of the first digit before the point, so that 12e0 and 1e1 have the same.
  const power = Number(exponent) + digits.length + middleExponent;
  if (!(power >= 0 && power < 2 * middleExponent)) return undefined;
  const size = `${String(power).padStart(5, "0")}${digits}`;
  return sign === "" ? `2${size}` : `0${complement(size)}~`;
}

/** Negative numbers sort the other way round: each digit is replaced with what it lacks to nine, and `~` ends them. */
function complement(digits: string): string {
  return digits.replace(/\d/g, (digit) => String(9 - Number(digit)));
}

/** The number that a whole text is: `1480`, `-2.50`, `1e3`. */
export function sortableText(text: string): string | undefined {
  const trimmed = text.trim();
  // `numberKey` reads the notation itself, so that no digit is lost in a double.
  return numeral.test(trimmed) ? sortableNumber(new ExactNumber(trimmed)) : undefined;
}

const numeral = /^-?\d{1,400}(?:\.\d{1,400})?(?:e[+-]?\d{1,5})?$/i;
