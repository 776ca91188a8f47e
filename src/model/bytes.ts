const units = ["B", "KB", "MB", "GB"];

/** Bytes in words: 812 B, 4.2 KB, 128 MB; 1 KB is 1024 bytes, as file managers count. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
