import { isApiError } from "#api/errors.ts";

/**
 * An error for the log: its kind and where our code threw it. Its message may quote the app, a field, a file or an id.
 */
export function errorLine(error: unknown): string {
  if (!(error instanceof Error)) return "a value that isn't an Error";
  const { code, cause } = error as NodeJS.ErrnoException;
  const kind = isApiError(error)
    ? ` ${error.kind}${error.status === undefined ? "" : ` (HTTP ${error.status})`}`
    : typeof code === "string" && /^[A-Z_]{1,40}$/.test(code)
      ? ` ${code}`
      : "";
  const below = cause instanceof Error ? `, from ${errorLine(cause)}` : "";
  return `${nameOf(error)}${kind}${stackText(error)}${below}`;
}

/** Only our own names: a name that was set at run time may be anything. */
function nameOf({ name }: Error): string {
  return /^[A-Za-z]{1,40}$/.test(name) ? name : "Error";
}

/** The first frames of its stack, as file, line and column. */
function stackText({ stack = "", message }: Error): string {
  // The stack begins with the message, whose lines may look like frames.
  const rest = stack.includes(message) ? stack.slice(stack.indexOf(message) + message.length) : "";
  const frames = [...rest.matchAll(/^ {4}at (?:.*[^\w.-])?([\w.-]+:\d+:\d+)\)?$/gm)]
    .slice(0, 3)
    .map(([, frame]) => frame);
  return frames.length === 0 ? "" : ` at ${frames.join(" < ")}`;
}
