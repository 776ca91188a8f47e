import { useState } from "preact/hooks";
import { formatBytes } from "#model/bytes.ts";
import { useStored } from "#ui/hooks/useStored.ts";
import { Icon } from "#ui/Icon.tsx";
import type { IconName } from "#ui/icons.ts";
import { useTabIndex } from "#ui/tabStops.ts";
import { usePanel } from "#workbench/panel/page/host.ts";
import type { FileView } from "#workbench/panel/page/valueViews.ts";
import type { Picture } from "./pictures.ts";

/** The files of a value, each with its actions. @param of names the value: `this result` */
export function ResultFiles({ files = [], of }: { files: readonly FileView[] | undefined; of: string }) {
  if (files.length === 0) return null;
  return (
    <div class="files" role="group" aria-label={`Files in ${of}, ${files.length}`}>
      {files.map((file) => (
        <div class="file" key={JSON.stringify(file.ref)}>
          <FileLine file={file} />
          <FileBelow file={file} />
        </div>
      ))}
    </div>
  );
}

/** A file in one line: name, format, size, and its actions. */
export function FileLine({ file }: { file: FileView }) {
  const { host } = usePanel();
  const tabIndex = useTabIndex();
  const picture = usePicture(file);
  const { name, ref } = file;
  const press =
    (act: () => void) =>
    (event: MouseEvent): void => {
      event.stopPropagation();
      act();
    };
  const toggle = (): void => (picture ? host.pictures.hide(ref) : host.pictures.show(ref));
  const shows = picture ? "Hide" : "Show Image";
  return (
    <div class="file-line">
      <Icon name={iconOf(file)} />
      <span class="nm" title={name}>
        {name}
      </span>
      <span class="dim">{factsOf(file)}</span>
      <span class="end">
        {file.picture && (
          <button
            type="button"
            class="link"
            tabIndex={tabIndex}
            aria-label={`${shows}: ${name}`}
            onClick={press(toggle)}
          >
            {shows}
          </button>
        )}
        {!file.broken && (
          <button
            type="button"
            class="link"
            tabIndex={tabIndex}
            aria-label={`Save… ${name}`}
            onClick={press(() => host.post({ type: "useFile", use: "save", ref }))}
          >
            Save…
          </button>
        )}
      </span>
    </div>
  );
}

/** The part below a file's line: its problem, and its picture while the reader wants to see it. */
export function FileBelow({ file }: { file: FileView }) {
  return (
    <>
      {file.problem !== undefined && <p class="wrong">{file.problem}</p>}
      <FilePicture file={file} />
    </>
  );
}

function FilePicture({ file }: { file: FileView }) {
  const { host } = usePanel();
  const picture = usePicture(file);
  const tabIndex = useTabIndex();
  const [wide, setWide] = useState(false);
  const { name, ref, pixels } = file;
  switch (picture?.state) {
    case undefined:
      return null;
    case "asked":
      return <p class="picture dim">Loading {name}</p>;
    case "failed":
      return (
        <p class="picture" role="alert">
          {picture.error}{" "}
          <button type="button" class="link" tabIndex={tabIndex} onClick={() => host.pictures.show(ref)}>
            Retry
          </button>
        </p>
      );
    case "here":
      return (
        <button
          type="button"
          class={wide ? "picture wide" : "picture"}
          tabIndex={tabIndex}
          aria-label={`${wide ? "Smaller" : "Larger"}: ${name}`}
          onClick={(event) => {
            event.stopPropagation();
            setWide(!wide);
          }}
        >
          <img alt={`Image ${name}`} src={picture.address} width={pixels?.width} height={pixels?.height} />
        </button>
      );
  }
}

/** The state of a picture that the reader asked for; follows every change. */
function usePicture(file: FileView): Picture | undefined {
  const { host } = usePanel();
  return useStored(host.pictures, () => host.pictures.get(file.ref));
}

/** `JPEG, 1280 × 720, 214 KiB`. */
function factsOf({ kind, pixels, bytes }: FileView): string {
  const size = pixels ? `${pixels.width} × ${pixels.height}` : "";
  return [kind, size, formatBytes(bytes)].filter((fact) => fact !== "").join(", ");
}

function iconOf({ kind, pixels, broken }: FileView): IconName {
  if (broken) return "warning";
  if (pixels) return "file-media";
  if (kind === "PDF") return "file-pdf";
  return kind === "ZIP" ? "file-zip" : "file";
}
