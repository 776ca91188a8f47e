import fc from "fast-check";
import { expect, test } from "vitest";
import { isApiError } from "#api/errors.ts";
import type { HttpResponse } from "#api/http/httpResponse.ts";
import { readEventBatches } from "#api/stream/sse.ts";
import { cases } from "../../../support/cases.ts";
import { event, nearly } from "../../arbitraries.ts";

/** A response with a stream of events in these pieces. */
function answerOf(pieces: readonly Uint8Array[]): HttpResponse {
  const answer = {
    header: () => "text/event-stream",
    discard: () => undefined,
    async *chunks() {
      yield* pieces;
    },
  };
  return answer as unknown as HttpResponse;
}

interface Read {
  events: unknown[];
  problem?: string;
}

/** The events of a stream, and why it ends. Any error but an ApiError of the protocol is thrown. */
async function read(pieces: readonly Uint8Array[]): Promise<Read> {
  const events: unknown[] = [];
  try {
    for await (const batch of readEventBatches(answerOf(pieces))) events.push(...batch);
    return { events };
  } catch (error) {
    if (!isApiError(error) || error.kind !== "protocol") throw error;
    return { events, problem: error.message };
  }
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [0, ...places.map((place) => place % (bytes.byteLength + 1)).toSorted((a, b) => a - b), bytes.byteLength];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

const cuts = fc.array(fc.nat({ max: 10_000 }), { maxLength: 12 });
/** Anything, with what means something to the parser in it more often. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          "data:",
          "data: ",
          "{",
          "}",
          '"',
          "\n",
          "\n\n",
          "\r",
          "\r\n",
          ":",
          "event: ",
          "\uFEFF",
          "id\0",
          '{"type":"a","sequence":1}',
        ),
        fc.string({ maxLength: 5 }),
      ),
      { maxLength: 30 },
    )
    .map((parts) => Buffer.from(parts.join(""))),
  nearly(event).map((value) => Buffer.from(`data: ${JSON.stringify(value)}\n\n`)),
);

test("any bytes are read or refused, with the same result however they are cut", async () => {
  await fc.assert(
    fc.asyncProperty(bytes, cuts, async (bytes, places) => {
      expect(await read(cut(bytes, places))).toEqual(await read([bytes]));
    }),
    cases(),
  );
});
