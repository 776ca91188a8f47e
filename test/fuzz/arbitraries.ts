import fc from "fast-check";

/** Names that mean something to JavaScript, and those that mean something to us. */
const names = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "then",
  "length",
  "",
  "id",
  "type",
  "data",
  "kind",
];
const name = fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 8 }));

const plain = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    -1,
    1e308,
    Number.MAX_SAFE_INTEGER,
    "",
    "null",
    "[[[",
    "\u0000",
    "\ud800",
    "\u202e",
    "[a](command:b)",
  ),
  fc.string({ maxLength: 12 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);

/** Whatever JSON can hold, names that are special to JavaScript included. */
export const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small", withCrossShrink: true },
    plain,
    fc.array(tie("value"), { maxLength: 3 }),
    // Not fc.dictionary: it gives `__proto__` no place of its own.
    fc.array(fc.tuple(name, tie("value")), { maxLength: 3 }).map((entries) => Object.fromEntries(entries) as unknown),
  ),
})).value;

/** Valid values in which one thing was put in another's place, taken away or added. */
export function nearly<T>(valid: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  const change = fc.constantFrom("replace", "remove", "add");
  return fc.tuple(valid, change, fc.nat(), name, json).map(([value, how, where, key, other]) => {
    const copy = structuredClone(value) as unknown;
    const places = containers(copy);
    const place = places[where % Math.max(1, places.length)];
    if (!place) return other;
    if (Array.isArray(place))
      place.splice(where % (place.length + 1), how === "add" ? 0 : 1, ...(how === "remove" ? [] : [other]));
    else changeField(place, how, where, key, other);
    return copy;
  });
}

function changeField(place: object, how: string, where: number, key: string, value: unknown): void {
  const keys = Object.keys(place);
  const old = keys[where % Math.max(1, keys.length)] ?? key;
  if (how === "remove") Reflect.deleteProperty(place, old);
  else
    Object.defineProperty(place, how === "add" ? key : old, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

function containers(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(containers)];
}

const text = fc.string({ maxLength: 12 });
const absent = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const inputRequest = fc.record(
  {
    id: text,
    type: absent(fc.constantFrom("approval_request", "other")),
    prompt: absent(text),
    params: json,
    editable_params: absent(fc.array(text)),
    new_field: json,
  },
  { requiredKeys: ["id"] },
);

/** Runs as the API may report them, unknown statuses and fields included. */
export const run = fc.record(
  {
    id: text,
    status: fc.oneof(
      fc.constantFrom("created", "started", "paused", "completed", "failed", "canceled", "awaiting_input"),
      text,
    ),
    app_id: absent(text),
    started_at: absent(fc.oneof(fc.constantFrom("2026-06-10T09:15:21Z", "yesterday"), text)),
    ended_at: absent(fc.oneof(fc.constantFrom("2026-06-10T09:15:34Z", "-1"), text)),
    input: json,
    output: json,
    error: json,
    user_id: absent(text),
    session_id: absent(text),
    input_requests: absent(fc.array(inputRequest, { maxLength: 3 })),
    new_field: json,
  },
  { requiredKeys: ["id", "status"] },
);

const types = [
  ...["run.started", "run.data", "run.paused", "run.resumed", "run.completed", "run.failed", "run.canceled"],
  ...["agent.reasoning.delta", "agent.tool_call.started", "agent.tool_call.delta", "agent.tool_call.completed"],
  ...["agent.human_feedback.requested", "run.human_feedback.received", "approval_request.created", "brand.new"],
  ...["run.approval_request.confirmed", "run.approval_request.rejected"],
];

/** The fields of events' data, with valid values. */
const belongs = {
  id: text,
  object: text,
  delta: text,
  iteration: fc.integer({ min: 0, max: 5 }),
  tool: fc.record({ name: text, type: text }),
  input: json,
  result: json.map((value) => JSON.stringify(value)),
  prompt: text,
  questions: json,
  params: json,
  action: fc.constant("info"),
  checkpoint_id: text,
  error: json,
  answers: json,
  approved: fc.boolean(),
  feedback: text,
} satisfies Record<string, fc.Arbitrary<unknown>>;

const field = fc
  .constantFrom(...(Object.keys(belongs) as (keyof typeof belongs)[]))
  .chain((key) =>
    fc
      .oneof({ weight: 3, arbitrary: belongs[key] as fc.Arbitrary<unknown> }, json)
      .map((value) => [key, value] as const),
  );

/** What the data of events is made of: what belongs there, or anything. */
const eventData = fc.array(field, { maxLength: 6 }).map((entries) => Object.fromEntries(entries) as unknown);

/** An event of any type with any data, but for its sequence. */
const eventBody = fc.record(
  {
    id: absent(text),
    type: fc.oneof(fc.constantFrom(...types), text),
    timestamp: absent(fc.oneof(fc.constantFrom("2026-06-10T09:15:24Z", "later"), text)),
    data: fc.oneof(eventData, json),
    source: json,
    new_field: json,
  },
  { requiredKeys: ["type"] },
);

/** Events of one run, in order. */
export const events = fc
  .array(eventBody, { maxLength: 6 })
  .map((bodies) => bodies.map((body, index) => ({ ...body, sequence: index + 1 })));

export const event = eventBody.map((body) => ({ ...body, sequence: 1 }));

export const pagination = fc.record({
  page: fc.nat(),
  page_size: fc.nat(),
  page_count: fc.nat(),
  total_count: fc.nat(),
  new_field: json,
});

/** A draft of an answer. */
export const draft = fc.record(
  {
    params: fc.dictionary(text, text, { maxKeys: 3 }),
    rejecting: fc.constant(true),
    reason: text,
    feedback: text,
    answers: fc.dictionary(text, fc.record({ selected: fc.array(text, { maxLength: 2 }), custom: text }), {
      maxKeys: 2,
    }),
  },
  { requiredKeys: [] },
);
