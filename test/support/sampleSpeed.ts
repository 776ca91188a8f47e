/**
 * How fast the sample apps of tests play, for which it doesn't matter. `DYNAMIQ_RUNS_SAMPLE_SPEED=1000000 npm test`
 * makes them answer at once: every test has to pass at any speed.
 */
export const sampleSpeed = Number(process.env["DYNAMIQ_RUNS_SAMPLE_SPEED"] ?? 200);
