import type { Shell } from "./shell.ts";

const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const;

export type Color = keyof typeof codes;
export type Paint = (color: Color, text: string) => string;

/** Colors a text, where the terminal shows colors. */
export function painter({ hasColors }: Pick<Shell, "hasColors">): Paint {
  if (!hasColors) return (_, text) => text;
  return (color, text) => {
    const [begin, end] = codes[color];
    return `\u001b[${begin}m${text}\u001b[${end}m`;
  };
}

/**
 * Whether a stream gets colors: a terminal, unless `NO_COLOR` (no-color.org) or a terminal without them says otherwise.
 */
export function showsColors(
  stream: { isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && !environment["NO_COLOR"] && environment["TERM"] !== "dumb";
}
