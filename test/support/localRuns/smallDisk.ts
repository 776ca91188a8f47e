import * as nodeFiles from "node:fs/promises";
import type { TraceFiles } from "#features/localRuns/core/traceFolder.ts";

/** A disk with little room, which fails as Node does: a part of a text is written before the error. */
export class SmallDisk {
  /** How many bytes it still takes. */
  room: number;
  /** How many bytes were written to it. */
  written = 0;

  constructor(room = Infinity) {
    this.room = room;
  }

  readonly files: TraceFiles = {
    ...nodeFiles,
    open: async (path, flags, mode) => {
      const file = await nodeFiles.open(path, flags, mode);
      return {
        stat: () => file.stat(),
        close: () => file.close(),
        truncate: async (size) => {
          this.room += (await file.stat()).size - size;
          await file.truncate(size);
        },
        writeFile: async (text) => {
          const bytes = Buffer.from(text);
          const taken = bytes.subarray(0, Math.max(0, Math.min(bytes.length, this.room)));
          await file.writeFile(taken);
          this.written += taken.length;
          this.room -= taken.length;
          if (taken.length < bytes.length)
            throw Object.assign(new Error("ENOSPC: no space left on device, write"), {
              code: "ENOSPC",
              errno: -28,
              syscall: "write",
            });
        },
      };
    },
  };
}
