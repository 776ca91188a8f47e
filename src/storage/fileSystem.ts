import * as nodeFiles from "node:fs/promises";

/** The disk functions that storage needs: `node:fs/promises` fits. */
export interface FileSystem {
  mkdir(path: string, options: { recursive: true; mode: number }): Promise<unknown>;
  readdir(path: string): Promise<string[]>;
  readFile(path: string, encoding: "utf8"): Promise<string>;
  open(path: string, flags: string, mode?: number): Promise<OpenFile>;
  /** Gives a file another name. @throws EEXIST when that name exists */
  link(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  copyFile(from: string, to: string, mode: number): Promise<void>;
  stat(path: string): Promise<{ mtimeMs: number }>;
  rm(path: string, options: { force: true; recursive?: boolean }): Promise<void>;
}

export interface OpenFile {
  writeFile(text: string): Promise<void>;
  /** Waits until the content is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export const diskFiles: FileSystem = nodeFiles;
