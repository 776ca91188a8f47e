/** Context keys with their values. */
export type Context = Readonly<Record<string, unknown>>;

const token = /\s*(\|\||&&|=~|==|!=|!|\(|\)|\/(?:\\.|[^/\\])+\/i?|'[^']*'|[\w.-]+)/y;

/** Evaluates a `when` clause of package.json, as far as ours go: `||`, `&&`, `!`, `==`, `!=`, `=~` and parentheses. */
export function evaluateWhen(clause: string, context: Context): boolean {
  const tokens = tokensOf(clause);
  const next = (): string => tokens.shift() ?? "";
  const either = (): boolean => {
    let value = both();
    while (tokens[0] === "||") {
      next();
      value = both() || value;
    }
    return value;
  };
  const both = (): boolean => {
    let value = one();
    while (tokens[0] === "&&") {
      next();
      value = one() && value;
    }
    return value;
  };
  const one = (): boolean => {
    const first = next();
    if (first === "!") return !one();
    if (first === "(") {
      const value = either();
      if (next() !== ")") throw new Error(`A parenthesis is not closed: ${clause}`);
      return value;
    }
    if (first === "true" || first === "false") return first === "true";
    const value = context[first];
    if (tokens[0] === "==" || tokens[0] === "!=") return (next() === "==") === (String(value) === unquoted(next()));
    if (tokens[0] !== "=~") return Boolean(value);
    next();
    const [, source = "", flags] = /^\/(.+)\/(i?)$/.exec(next()) ?? [];
    return typeof value === "string" && new RegExp(source, flags).test(value);
  };
  const value = either();
  if (tokens.length > 0) throw new Error(`Not understood: ${tokens.join(" ")} in ${clause}`);
  return value;
}

function unquoted(text: string): string {
  return text.replace(/^'(.*)'$/, "$1");
}

function tokensOf(clause: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < clause.trimEnd().length) {
    const at = token.lastIndex;
    const found = token.exec(clause)?.[1];
    if (found === undefined) throw new Error(`Not understood at ${at}: ${clause}`);
    tokens.push(found);
  }
  return tokens;
}
