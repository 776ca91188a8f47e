/**
 * After a resume one sequence can stand for several events. So each event has a position: its sequence, and a
 * fraction more for each earlier one. What leaves the extension has the sequence that the app sent.
 */
const fraction = 1 / 1024;
/** From here on a number has no room for half a fraction. */
const maxPreciseInteger = 2 ** 42;

/** The position of the next event with the same sequence; `undefined` when there is no room for another one. */
export function positionAfter(position: number): number | undefined {
  const next = position + fraction;
  return position < maxPreciseInteger && Math.floor(next) === Math.floor(position) ? next : undefined;
}

/** A number between a position and the one before it. */
export function justBefore(position: number): number {
  return position < maxPreciseInteger ? position - fraction / 2 : position - 1;
}

/** A number between a position and the one after it. */
export function justAfter(position: number): number {
  return position < maxPreciseInteger ? position + fraction / 2 : position + 1;
}

/** The sequence of the event at a position, as the app sent it. */
export function sequenceAt(position: number): number {
  return Math.floor(position);
}

/** An event as the app sent it. */
export function asSent<T extends { readonly sequence: number }>(event: T): T {
  const sequence = sequenceAt(event.sequence);
  return sequence === event.sequence ? event : { ...event, sequence };
}

export function isEventPosition(value: number): boolean {
  return Number.isSafeInteger(value) || (value < maxPreciseInteger && Number.isSafeInteger(value / fraction));
}
