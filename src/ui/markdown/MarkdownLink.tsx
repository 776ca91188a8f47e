import { type ComponentChild, type ComponentChildren, toChildArray } from "preact";
import { Icon } from "../Icon.tsx";
import { isLinkAddress } from "../linkAddress.ts";
import type { TextHost } from "../poster.ts";
import { useTabIndex } from "../tabStops.ts";

/** In characters: how much of an address is shown, and how much its tooltip contains. */
const longestShown = 80;
const longestTitle = 2_000;

/** A link that shows its address. A click asks the extension to open it, and the extension asks the person. */
export function MarkdownLink(props: { address: string; host: TextHost; children: ComponentChildren }) {
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
        title={address.slice(0, longestTitle)}
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
export function MarkdownImage({ text, address, host }: { text: string; address: string; host: TextHost }) {
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
  const cut = address.length > longestShown;
  return (
    <span class="dim address" title={cut ? address.slice(0, longestTitle) : undefined}>
      {" "}
      ({cut ? `${address.slice(0, longestShown)}…` : address})
    </span>
  );
}

function textOf(children: ComponentChildren): string {
  return toChildArray(children)
    .map((child: ComponentChild) => (typeof child === "string" ? child : "\0"))
    .join("");
}
