/**
 * The character that a named entity of HTML stands for: `&copy;`. Any other text is returned unchanged, as is a name that
 * only begins like one (`&notit;`).
 *
 * The browser knows the names already. In the bundle this takes the place of the package `entities`, whose table is a
 * third of the Markdown parser in the VSIX.
 */
export function decodeHTMLStrict(text: string): string {
  // Inside a `textarea`, markup is text and never becomes an element.
  const reader = document.createElement("textarea");
  reader.innerHTML = text;
  const decoded = reader.textContent;
  return decoded.endsWith(";") && text !== "&semi;" ? text : decoded;
}
