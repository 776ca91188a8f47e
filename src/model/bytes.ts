import { formatCount } from "./counts.ts";

/** 128 MiB for a whole request, from the service's documentation. */
export const maxRequestBytes = 134_217_728;

const units = ["B", "KiB", "MiB", "GiB"];

/** A size in words: 812 B, 4.2 KiB, 128 MiB. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // A value that would round to 1024 becomes 1.0 of the next unit.
  while (value >= (unit === 0 ? 1024 : 1023.5) && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** A size beside a limit in MiB, in bytes where both would round to the same figure. */
export function formatMiB(bytes: number): string {
  const rounded = (bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, "");
  return `${rounded} MiB (${formatCount(bytes)} bytes)`;
}
