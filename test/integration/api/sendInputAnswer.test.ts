import { expect, test } from "vitest";
import { isApiError } from "../../../src/api/errors.ts";
import { inParallel } from "../../../src/base/inParallel.ts";
import { startSampleApp } from "../../../src/sample/server.ts";
import { lostAnswerKinds } from "../../faults/lostAnswers.ts";
import { lostOperations, lostScheduleOf } from "../../faults/schedule/lostSchedule.ts";
import { type LostEnded, runLostSchedule } from "../../faults/schedule/runLostSchedule.ts";
import { many } from "../../support/cases.ts";
import { collectUnexpectedErrors } from "../../support/unexpectedErrors.ts";
import { connect } from "./clients.ts";

const alone = process.env["FAULT_SEED"];
const seeds = alone ? [Number(alone)] : Array.from({ length: many(100) }, (_, index) => index + 1);
/** Schedules that share an app: each looks for its runs among those of the others. */
const together = 25;

test(`${seeds.length} schedules behind gateways that lose the response after the effect: no run twice, none lost`, async () => {
  // What nobody waits for may meet a fault, too, or be canceled when its client is closed.
  const errors = collectUnexpectedErrors();
  const all: LostEnded[] = [];
  for (let from = 0; from < seeds.length; from += together) {
    const app = await startSampleApp({ pastRuns: 5, speed: 10_000 });
    await using connection = connect(app.url, { accessKey: app.accessKey });
    const world = { app, clean: connection.client };
    await inParallel(seeds.slice(from, from + together), together, async (seed) => {
      all.push(await runLostSchedule(lostScheduleOf(seed), world));
    });
    await app.close();
  }
  const faulty = all.filter(({ problems }) => problems.length > 0);
  for (const { schedule, lost, problems } of faulty)
    console.log(JSON.stringify({ problems, lost, seed: schedule.seed, operation: schedule.operation }));
  expect(faulty.map(({ schedule, problems }) => [schedule.seed, problems])).toEqual([]);
  expect(errors.filter((error) => !isApiError(error))).toEqual([]);
  if (alone) return;
  const hits = all.filter(({ lost }) => lost.length > 0);
  expect(new Set(hits.map(({ schedule }) => schedule.operation))).toEqual(new Set(lostOperations));
  expect(new Set(hits.flatMap(({ lost }) => lost))).toEqual(new Set(lostAnswerKinds));
  expect(all.filter(({ tries }) => tries > 1).length).toBeGreaterThan(10);
});
