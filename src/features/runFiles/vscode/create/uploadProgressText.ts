import { formatBytes } from "../../../../model/bytes.ts";

interface Sample {
  /** Milliseconds. */
  at: number;
  sent: number;
}

/** In milliseconds: the period for the speed. A shorter one jumps, a longer one lags. */
const speedPeriod = 2_000;

/** The progress of files that are sent one after the other, as a text: the file, the bytes, the speed. */
export class UploadProgressText {
  readonly #files: readonly { name: string; size: number }[];
  /** Whether the title has the name of the only file. */
  readonly #isNamed: boolean;
  readonly #now: () => number;
  readonly #samples: Sample[] = [];

  /** @param files in the order in which they are sent @param title stands before the text */
  constructor(
    files: readonly { name: string; size: number }[],
    { title, now = () => performance.now() }: { title: string; now?: () => number },
  ) {
    this.#files = files;
    const [only, ...others] = files;
    this.#isNamed = only !== undefined && others.length === 0 && title.includes(only.name);
    this.#now = now;
  }

  /**
   * @param sent bytes of all files so far
   * @returns `scan.pdf: 12.4 MiB of 120 MiB, 2 of 5 files, 48.0 MiB/s`
   */
  at(sent: number): string {
    const rate = this.#rate(sent);
    const place = this.#place(sent);
    const parts = place
      ? [`${this.#isNamed ? "" : `${place.name}: `}${formatBytes(place.sent)} of ${formatBytes(place.size)}`]
      : [formatBytes(sent)];
    if (place && this.#files.length > 1) parts.push(`${place.number} of ${this.#files.length} files`);
    if (rate !== undefined) parts.push(`${formatBytes(rate)}/s`);
    return parts.join(", ");
  }

  #place(sent: number): { name: string; size: number; sent: number; number: number } | undefined {
    let before = 0;
    for (const [index, { name, size }] of this.#files.entries()) {
      const isLast = index === this.#files.length - 1;
      if (sent < before + size || isLast) return { name, size, sent: Math.min(size, sent - before), number: index + 1 };
      before += size;
    }
    return undefined;
  }

  /** Bytes a second; `undefined` while there is too little data. */
  #rate(sent: number): number | undefined {
    const at = this.#now();
    this.#samples.push({ at, sent });
    while (this.#samples.length > 2 && at - (this.#samples[1]?.at ?? at) >= speedPeriod) this.#samples.shift();
    const [first] = this.#samples;
    const elapsed = first ? at - first.at : 0;
    return first && elapsed >= 250 ? ((sent - first.sent) / elapsed) * 1000 : undefined;
  }
}
