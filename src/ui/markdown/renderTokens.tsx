import type { Token } from "markdown-it";
import { type ComponentChild, type ComponentChildren, h, toChildArray } from "preact";
import { colourJson } from "#ui/colourJson.tsx";
import { Icon, IconButton } from "#ui/Icon.tsx";
import { isLinkAddress } from "#ui/linkAddress.ts";
import type { TextHost } from "#ui/poster.ts";
import { useTabIndex } from "#ui/tabStops.ts";

interface Drawing {
  host: TextHost;
  /** The element for a heading, whatever its level in the text. */
  head: "h2" | "h3";
  caret: boolean;
}

interface Frame {
  token: Token | undefined;
  children: ComponentChild[];
}

/** The parser's tokens as nodes. A token's content is only ever text, and no address in it is loaded. */
export function renderTokens(tokens: readonly Token[], drawing: Drawing): ComponentChildren {
  const end = drawing.caret ? tokens.findLastIndex(({ type }) => type !== "hr" && isLeaf(type)) : -1;
  const stack: Frame[] = [{ token: undefined, children: [] }];
  for (const [index, token] of tokens.entries()) {
    if (token.nesting === 1) stack.push({ token, children: [] });
    else if (token.nesting === -1) closeFrame(stack, drawing);
    else if (isTask(token, stack))
      stack.at(-1)!.children.push(<Task token={token} drawing={{ ...drawing, caret: index === end }} />);
    else stack.at(-1)!.children.push(leaf(token, { ...drawing, caret: index === end }));
  }
  while (stack.length > 1) closeFrame(stack, drawing);
  const { children } = stack[0]!;
  if (drawing.caret && end < 0) children.push(<span class="caret" />);
  return children;
}

const taskBox = /^\[([ xX])\] /;

/** Whether it is the first line of an item of a list of tasks. */
function isTask(token: Token, stack: readonly Frame[]): boolean {
  if (token.type !== "inline" || !taskBox.test(token.content) || stack.at(-1)!.children.length > 0) return false;
  return stack.at(-2)?.token?.type === "list_item_open" && stack.at(-2)!.children.length === 0;
}

function Task({ token, drawing }: { token: Token; drawing: Drawing }) {
  const [first, ...rest] = token.children ?? [];
  const isDone = taskBox.exec(token.content)?.[1] !== " ";
  return (
    <>
      <input type="checkbox" disabled checked={isDone} aria-label={isDone ? "Done" : "Not done"} />{" "}
      {first?.content.replace(taskBox, "")}
      {renderTokens(rest, { ...drawing, caret: false })}
      {drawing.caret && <span class="caret" />}
    </>
  );
}

function isLeaf(type: string): boolean {
  return type === "inline" || type === "fence" || type === "code_block" || type === "text" || type === "code_inline";
}

function closeFrame(stack: Frame[], drawing: Drawing): void {
  const frame = stack.pop();
  if (frame?.token) stack.at(-1)?.children.push(element(frame.token, frame.children, drawing));
}

function leaf(token: Token, drawing: Drawing): ComponentChild {
  const caret = drawing.caret && <span class="caret" />;
  switch (token.type) {
    case "inline":
      return (
        <>
          {renderTokens(token.children ?? [], { ...drawing, caret: false })}
          {caret}
        </>
      );
    case "softbreak":
    case "hardbreak":
      return <br />;
    case "hr":
      return <hr />;
    case "code_inline":
      return <code>{token.content}</code>;
    case "fence":
    case "code_block":
      return (
        <CodeBlock
          text={token.content.replace(/\n$/, "")}
          isJson={/^json\b/i.test(token.info.trim())}
          host={drawing.host}
        >
          {caret}
        </CodeBlock>
      );
    case "image":
      return <MarkdownImage text={token.content} address={String(token.attrGet("src") ?? "")} host={drawing.host} />;
    default:
      return token.content;
  }
}

function element(token: Token, children: ComponentChild[], { host, head }: Drawing): ComponentChild {
  switch (token.type) {
    case "paragraph_open":
      return token.hidden ? <>{children}</> : <p>{children}</p>;
    case "heading_open":
      return h(head, { class: token.tag }, children);
    case "ordered_list_open":
      return <ol start={Number(token.attrGet("start") ?? 1)}>{children}</ol>;
    case "table_open":
      return <MarkdownTable>{children}</MarkdownTable>;
    case "th_open":
    case "td_open":
      return h(token.tag, { class: /center|right/.exec(String(token.attrGet("style") ?? ""))?.[0] }, children);
    case "link_open":
      return (
        <MarkdownLink address={String(token.attrGet("href") ?? "")} host={host}>
          {children}
        </MarkdownLink>
      );
    default:
      return Object.hasOwn(plainTags, token.type) ? h(plainTags[token.type]!, null, children) : <>{children}</>;
  }
}

/** In characters. A longer block isn't coloured, because it may grow with every frame. */
const colourLimit = 20_000;

interface CodeProps {
  text: string;
  isJson: boolean;
  host: TextHost;
  children: ComponentChildren;
}

function CodeBlock({ text, isJson, host, children }: CodeProps) {
  return (
    <div class="code">
      <pre>
        <code>
          {isJson && text.length <= colourLimit ? colourJson(text) : text}
          {children}
        </code>
      </pre>
      <IconButton icon="copy" name="Copy Code" onPress={() => host.post({ type: "copy", text })} />
    </div>
  );
}

/** A table may be wider than the page. It scrolls, and so it can have the focus. */
function MarkdownTable({ children }: { children: ComponentChildren }) {
  return (
    <div class="table" role="group" aria-label="Table" tabIndex={useTabIndex()}>
      <table>{children}</table>
    </div>
  );
}

const plainTags: Record<string, string> = {
  bullet_list_open: "ul",
  list_item_open: "li",
  blockquote_open: "blockquote",
  thead_open: "thead",
  tbody_open: "tbody",
  tr_open: "tr",
  em_open: "em",
  strong_open: "strong",
  s_open: "s",
};

/** In characters: how much of an address is shown, and how much its tooltip contains. */
const maxAddressLength = 80;
const maxTitleLength = 2_000;

/** A link that shows its address. A click asks the extension to open it, and the extension asks the person. */
function MarkdownLink(props: { address: string; host: TextHost; children: ComponentChildren }) {
  const { address, host, children } = props;
  const tabIndex = useTabIndex();
  const isAddress = textOf(children) === address;
  if (!isLinkAddress(address)) {
    return (
      <>
        {children}
        {!isAddress && <Address address={address} />}
      </>
    );
  }
  const open = (): void => host.openLink(address);
  return (
    <>
      <span
        class="link"
        role="link"
        tabIndex={tabIndex}
        title={address.slice(0, maxTitleLength)}
        onClick={open}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.stopPropagation();
          open();
        }}
      >
        {children}
      </span>
      {!isAddress && <Address address={address} />}
    </>
  );
}

/** An image isn't loaded. Its text and its address are shown. */
function MarkdownImage({ text, address, host }: { text: string; address: string; host: TextHost }) {
  return (
    <>
      <Icon name="file-media" label="Image" />{" "}
      <MarkdownLink address={address} host={host}>
        {text === "" ? "Image" : text}
      </MarkdownLink>
    </>
  );
}

function Address({ address }: { address: string }) {
  const cut = address.length > maxAddressLength;
  return (
    <span class="dim address" title={cut ? address.slice(0, maxTitleLength) : undefined}>
      {" "}
      ({cut ? `${address.slice(0, maxAddressLength)}…` : address})
    </span>
  );
}

function textOf(children: ComponentChildren): string {
  return toChildArray(children)
    .map((child: ComponentChild) => (typeof child === "string" ? child : "\0"))
    .join("");
}
