/** Where golden files are found, by their name. */
export const goldenFilePattern = "**/*.golden.json";

/** What others have written isn't a test of this workspace. */
export const notSearched = "**/node_modules/**";
