/** The size of a sketch: so many bytes tell how much two steps have in common. */
const lanes = 8;
/** More tokens than this don't change a sketch. */
const mostTokens = 2_000;

/**
 * A hash of 53 bits over texts and numbers, as `cyrb53` makes it. Two of 20,000 different steps have the same one with a
 * chance of 1 in 40 million. Not for secrets.
 */
export class Digest {
  #low = 0xdeadbeef;
  #high = 0x41c6ce57;

  text(text: string): this {
    let low = this.#low;
    let high = this.#high;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      low = Math.imul(low ^ code, 2654435761);
      high = Math.imul(high ^ code, 1597334677);
    }
    this.#low = low;
    this.#high = high;
    return this.number(text.length);
  }

  number(value: number): this {
    this.#low = Math.imul(this.#low ^ (value | 0), 2654435761);
    this.#high = Math.imul(this.#high ^ (value / 0x1_0000_0000) ^ (value | 0), 1597334677);
    return this;
  }

  get value(): number {
    let low = this.#low;
    let high = this.#high;
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    return 0x1_0000_0000 * (high & 0x1f_ffff) + (low >>> 0);
  }
}

const factors = [0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f, 0x165667b1, 0x9e3779b1, 0xd6e8feb9, 0xa2f9836f, 0x632be5ab];

/** Eight bytes that are alike when two steps share many words or values (MinHash). */
export class Sketch {
  readonly #least = new Uint32Array(lanes).fill(0xffff_ffff);
  #count = 0;

  get isFull(): boolean {
    return this.#count >= mostTokens;
  }

  add(token: number): void {
    if (this.isFull) return;
    this.#count += 1;
    for (let lane = 0; lane < lanes; lane++) {
      let mixed = Math.imul(token ^ (token >>> 15), factors[lane]!);
      mixed = (mixed ^ (mixed >>> 13)) >>> 0;
      if (mixed < this.#least[lane]!) this.#least[lane] = mixed;
    }
  }

  /** The low byte of each lane, four in a number. */
  halves(): [number, number] {
    const byte = (lane: number): number => (this.#least[lane]! & 0xff) << ((lane % 4) * 8);
    return [byte(0) | byte(1) | byte(2) | byte(3), byte(4) | byte(5) | byte(6) | byte(7)];
  }
}

/** How many of the four bytes of two halves are alike. */
export function alikeBytes(a: number, b: number): number {
  const differing = a ^ b;
  return (
    Number((differing & 0xff) === 0) +
    Number((differing & 0xff00) === 0) +
    Number((differing & 0xff_0000) === 0) +
    Number((differing & 0xff00_0000) === 0)
  );
}
