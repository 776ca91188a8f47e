import { vi } from "vitest";
import { patience } from "./patience.ts";

/** Looks again and again until the check throws no more. */
export function eventually(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: patience });
}
