/** A part of a date or a time of day: `07`, `31`. */
export function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
