/** Scales of colour as 256 steps of red, green, blue, opaque; interpolated between a few anchors. */

type Anchor = readonly [number, number, number];

/** Viridis (Smith, van der Walt; matplotlib), nine of its colours. */
const viridis: Anchor[] = [
  [68, 1, 84], [71, 44, 122], [59, 81, 139], [44, 113, 142], [33, 144, 141],
  [39, 173, 129], [92, 200, 99], [170, 220, 50], [253, 231, 37],
];

/** Blue over white to red, for what has a sign. */
const signed: Anchor[] = [
  [20, 58, 128], [49, 110, 180], [115, 168, 211], [190, 214, 229], [245, 245, 243],
  [246, 199, 174], [224, 132, 103], [190, 62, 56], [120, 14, 34],
];

function steps(anchors: readonly Anchor[]): Uint8Array {
  const result = new Uint8Array(4 * 256);
  for (let i = 0; i < 256; ++i) {
    const at = (i / 255) * (anchors.length - 1);
    const k = Math.min(Math.floor(at), anchors.length - 2);
    for (let c = 0; c < 3; ++c)
      result[4 * i + c] = Math.round((1 - (at - k)) * (anchors[k]?.[c] ?? 0) + (at - k) * (anchors[k + 1]?.[c] ?? 0));
    result[4 * i + 3] = 255;
  }
  return result;
}

export const levelColours = steps(viridis);
export const signedColours = steps(signed);

/** The same as a CSS gradient, from left to right. */
export function gradient(colours: Uint8Array): string {
  const stops = Array.from({ length: 17 }, (_, k) => {
    const at = 4 * Math.round((255 * k) / 16);
    return `rgb(${colours[at]}, ${colours[at + 1]}, ${colours[at + 2]})`;
  });
  return `linear-gradient(to right, ${stops.join(", ")})`;
}
