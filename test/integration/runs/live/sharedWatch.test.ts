import { expect, test } from "vitest";
import { Random } from "../../../../src/sample/agent/random.ts";
import { variedEvents } from "../../../support/samples/variedEvents.ts";
import { followRun } from "../support/followRun.ts";

const eventCount = 5_000;
const cutCount = 100;

test.each([[1], [20_261_124]])(
  "a stream cut at 100 random bytes over 5,000 events gives the same result, byte for byte (seed %i)",
  async (seed) => {
    const events = variedEvents(eventCount, seed);
    const random = new Random(seed);
    const cuts = Array.from({ length: cutCount }, () => random.next()).sort((a, b) => a - b);
    const whole = await followRun(events, [], random);
    expect([whole.gaps, whole.streams, whole.events === JSON.stringify(events)]).toEqual([0, 1, true]);
    const cut = await followRun(events, cuts, random);
    expect([cut.gaps, cut.streams]).toEqual([0, cutCount + 1]);
    // Not with `toEqual`, whose report would be megabytes.
    const same = (part: "events" | "story" | "panelStory" | "panelRows"): [string, boolean] => [
      part,
      cut[part] === whole[part],
    ];
    expect((["events", "story", "panelStory", "panelRows"] as const).map(same).filter(([, isSame]) => !isSame)).toEqual(
      [],
    );
  },
  120_000,
);
