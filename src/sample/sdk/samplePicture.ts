import { crc32, deflateSync } from "node:zlib";

type Point = readonly [x: number, y: number];
type Color = readonly [red: number, green: number, blue: number];

interface Shape {
  color: Color;
  corners: readonly Point[];
}

const width = 640;
const height = 360;
const floor: Shape = {
  color: [0x6f, 0x67, 0x5d],
  corners: [
    [0, 250],
    [640, 250],
    [640, 360],
    [0, 360],
  ],
};
const parcel: readonly Shape[] = [
  {
    color: [0xb5, 0x8a, 0x55],
    corners: [
      [264, 168],
      [516, 140],
      [516, 272],
      [264, 316],
    ],
  },
  {
    color: [0x9a, 0x73, 0x44],
    corners: [
      [140, 128],
      [264, 168],
      [264, 316],
      [140, 264],
    ],
  },
  {
    color: [0xcb, 0xa2, 0x6b],
    corners: [
      [140, 128],
      [392, 104],
      [516, 140],
      [264, 168],
    ],
  },
  {
    color: [0xe3, 0xd3, 0xb5],
    corners: [
      [256, 117],
      [324, 111],
      [448, 148],
      [380, 155],
    ],
  },
  {
    color: [0xef, 0xef, 0xef],
    corners: [
      [300, 200],
      [410, 186],
      [410, 250],
      [300, 268],
    ],
  },
  {
    color: [0x5b, 0x43, 0x2a],
    corners: [
      [516, 140],
      [470, 176],
      [494, 206],
      [456, 232],
      [516, 272],
    ],
  },
];
const mark: Shape = {
  color: [0xe5, 0x1c, 0x23],
  corners: [
    [440, 130],
    [530, 120],
    [530, 126],
    [446, 136],
    [446, 284],
    [440, 284],
  ],
};

/** A photo of a parcel with a crushed corner, as PNG. The corner can be marked. */
export function parcelPicture(isMarked: boolean): Buffer {
  return png([floor, ...parcel, ...(isMarked ? [mark] : [])]);
}

function png(shapes: readonly Shape[]): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3), 0);
  for (let y = 0; y < height; y++) drawRow(rows.subarray(y * (1 + width * 3) + 1), y, shapes);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits each of red, green and blue.
  head.set([8, 2], 8);
  const parts = [chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]);
}

function drawRow(row: Buffer, y: number, shapes: readonly Shape[]): void {
  for (let x = 0; x < width; x++) {
    const shape = shapes.findLast(({ corners }) => isInside(x, y, corners));
    row.set(shape?.color ?? [0x8a, 0x8f, 0x94], x * 3);
  }
}

/** Whether a line from the point to the right crosses the border an odd number of times. */
function isInside(x: number, y: number, corners: readonly Point[]): boolean {
  let inside = false;
  corners.forEach(([toX, toY], index) => {
    const [fromX, fromY] = corners.at(index - 1)!;
    if (toY > y !== fromY > y && x < ((fromX - toX) * (y - toY)) / (fromY - toY) + toX) inside = !inside;
  });
  return inside;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
