/** The times whose runs a person looks at or loads, as they are called everywhere. */
export const timeRangeNames = {
  "24h": "24 Hours",
  "7d": "7 Days",
  "14d": "14 Days",
  "30d": "30 Days",
  all: "All",
} as const;

export type TimeRange = keyof typeof timeRangeNames;

export const timeRanges = Object.keys(timeRangeNames) as [TimeRange, ...TimeRange[]];
