/** 200,000 events of a run as the service writes them, 500 in a piece. */
const eventCount = 200_000;

export function makePieces(): Buffer[] {
  const made: Buffer[] = [];
  for (let first = 1; first <= eventCount; first += 500) {
    const events = Array.from({ length: 500 }, (_, index) => eventText(first + index));
    made.push(Buffer.from(events.join("")));
  }
  return made;
}

function eventText(sequence: number): string {
  const type = sequence === eventCount ? "run.completed" : "agent.reasoning.delta";
  const data = { object: type, delta: "The customer reports a duplicate charge... ", iteration: sequence % 7 };
  const event = { id: `event-${sequence}`, type, sequence, timestamp: "2026-06-10T09:15:24Z", data };
  return `event: ${type}\ndata: ${JSON.stringify(event)}\n\n`;
}
