import type { GoldenResults } from "./goldenResults.ts";
import type { GoldenTests } from "./goldenTests.ts";

/** What it offers to its commands and to the features below it. */
export interface GoldenServices {
  /** Golden tests in the Test Explorer, once there is a golden file. */
  goldenTests: () => GoldenTests;
  /** The outcomes of the tests that ran in this window. */
  goldenResults: GoldenResults;
}
