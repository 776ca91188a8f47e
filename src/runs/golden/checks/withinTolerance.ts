import type { ExactNumber } from "../../../base/json/exactNumber.ts";

type JsonNumber = number | ExactNumber;

interface Decimal {
  digits: bigint;
  exponent: number;
}

/** Further apart than any numbers that are compared with a tolerance: beyond it doubles are exact enough. */
const mostShift = 2_000;

/** Whether two numbers differ by no more than the tolerance, by their decimal digits: 0.3 is within 0.1 of 0.2. */
export function withinTolerance(actual: JsonNumber, expected: JsonNumber, tolerance: JsonNumber): boolean {
  const decimals = [actual, expected, tolerance].map(decimalOf);
  const [a, b, most] = decimals;
  const exponents = decimals.map((each) => each?.exponent ?? 0);
  const least = Math.min(...exponents);
  if (!a || !b || !most || Math.max(...exponents) - least > mostShift) {
    return Math.abs(Number(actual) - Number(expected)) <= Number(tolerance);
  }
  const scaled = ({ digits, exponent }: Decimal): bigint => digits * 10n ** BigInt(exponent - least);
  const difference = scaled(a) - scaled(b);
  return (difference < 0n ? -difference : difference) <= scaled(most);
}

/** `undefined` for `NaN` and the infinities, and for what no app counts with. */
function decimalOf(value: JsonNumber): Decimal | undefined {
  const match = /^(-?)(\d{1,400})(?:\.(\d{1,400}))?(?:e([+-]?\d{1,6}))?$/i.exec(String(value));
  if (!match) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  return { digits: BigInt(sign + whole + fraction), exponent: Number(exponent) - fraction.length };
}
