import type { BucketUnit, Span } from "../../../runs/facts/buckets.ts";

/** The names of one hour, day or week. */
export interface BucketLabel {
  /** Below the axis: `24`, `14:00`. */
  readonly axis: string;
  /** In a table: `24 Nov`, `24 Nov 14:00`. */
  readonly row: string;
  /** In a file: `2026-11-24`, `2026-11-24T14:00`. */
  readonly iso: string;
  /** In a sentence: `Tuesday 24 November`, `the week from 23 November`. */
  readonly spoken: string;
}

/** Names of hours, days or weeks in a time zone. */
export class BucketLabels {
  readonly #unit: BucketUnit;
  readonly #formats: Readonly<Record<keyof BucketLabel, Intl.DateTimeFormat>>;

  constructor(unit: BucketUnit, timeZone: string) {
    this.#unit = unit;
    const of = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
      new Intl.DateTimeFormat("en-GB", { timeZone, ...options });
    const time = unit === "hour" ? ({ hour: "2-digit", minute: "2-digit" } as const) : {};
    const weekday = unit === "day" ? ({ weekday: "long" } as const) : {};
    this.#formats = {
      axis: of(unit === "hour" ? time : unit === "day" ? { day: "numeric" } : { day: "numeric", month: "short" }),
      row: of({ day: "numeric", month: "short", ...time }),
      // Sweden writes ISO dates.
      iso: new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit", day: "2-digit", ...time }),
      spoken: of({ ...weekday, day: "numeric", month: "long", ...time }),
    };
  }

  of({ from }: Span): BucketLabel {
    const { axis, row, iso, spoken } = this.#formats;
    const plain = (format: Intl.DateTimeFormat): string => format.format(from).replaceAll(",", "").replace(" at ", " ");
    const said = plain(spoken);
    return {
      axis: plain(axis),
      row: plain(row),
      iso: iso.format(from).replace(" ", "T"),
      spoken: this.#unit === "week" ? `the week from ${said}` : said,
    };
  }
}
