declare global {
  interface JSON {
    /** Gives a value that `JSON.stringify` writes as this text: in V8, and not in TypeScript's libraries yet. */
    rawJSON(text: string): unknown;
  }
}

/** A number that JavaScript would write differently from its source, or `NaN`, `Infinity` or `-Infinity`. */
export class ExactNumber {
  /** The number as it was written: `12345678901234567890`, `1.0`, `-0`, `1e400`. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
    Object.freeze(this);
  }

  /** Whether JSON has such a number. Python also writes `NaN`, `Infinity` and `-Infinity`. */
  get isJson(): boolean {
    return !/[NI]/.test(this.text);
  }

  /** What `JSON.stringify` writes: the digits, and `null` for what JSON has no number for. */
  toJSON(): unknown {
    return this.isJson ? JSON.rawJSON(this.text) : null;
  }

  toString(): string {
    return this.text;
  }

  /** The nearest double. */
  valueOf(): number {
    return Number(this.text);
  }
}

/** The number in a text: a plain one when JavaScript writes it the same way. @param text as JSON has it */
export function numberFrom(text: string): number | ExactNumber {
  const value = Number(text);
  return String(value) === text ? value : new ExactNumber(text);
}

/** Whether a JSON value is a number, plain or exact. */
export function isNumber(value: unknown): value is number | ExactNumber {
  return typeof value === "number" || value instanceof ExactNumber;
}

/** Whether a JSON value is an object or a list, which an exact number isn't. */
export function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof ExactNumber);
}

/** The nearest double of a JSON number; any other value unchanged. */
export function plainNumber(value: unknown): unknown {
  return value instanceof ExactNumber ? value.valueOf() : value;
}

/** In characters: from here on, a double can't hold every exponent. */
const maxExponentLength = 16;

/** A text that is equal for all notations of one number: `1.0`, `1`, `10e-1`. Long exponents have one notation. */
export function numberKey(value: number | ExactNumber): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(String(value));
  if (!match) return String(value);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/(?<!0)0+$/, "");
  if (significant === "") return "0";
  const shift = digits.length - significant.length - fraction.length;
  const power = exponent.replace(/^\+|(?<=^[+-]?)0+(?=\d)/g, "");
  // A long exponent stays a text: with a million digits, arithmetic would take minutes.
  const sum = power.length < maxExponentLength ? String(Number(power) + shift) : `${power}+${shift}`;
  return `${sign}${significant}e${sum}`;
}

/** The double with exactly this value, if there is one: 1 for `1.0`, none for `12345678901234567890`. */
export function equalDouble(value: ExactNumber): number | undefined {
  const double = value.valueOf();
  return Number.isFinite(double) && numberKey(value) === numberKey(double) ? double : undefined;
}

/** Whether two numbers have the same value, whatever their notation. */
export function sameNumber(a: number | ExactNumber, b: number | ExactNumber): boolean {
  return numberKey(a) === numberKey(b);
}

/** The value with a plain number for each exact one of the same value. A number that no double can hold stays exact. */
export function withDoubles<T>(value: T): T {
  return doubled(value) as T;
}

function doubled(value: unknown): unknown {
  if (value instanceof ExactNumber) return equalDouble(value) ?? value;
  if (Array.isArray(value)) return value.map(doubled);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, doubled(each)]));
}

/** Replaces a number while JSON is read or written. Random, so that no app's text can begin with it. */
const placeholder = `\u0000${Math.random().toString(36).slice(2)}:`;

/** The string that represents a number. @param number as JSON or Python write it */
export function placeholderOf(number: string): string {
  return placeholder + number;
}

/** The number that a string represents, if any. */
export function numberOf(text: string): string | undefined {
  return text.charCodeAt(0) === 0 && text.startsWith(placeholder) ? text.slice(placeholder.length) : undefined;
}
