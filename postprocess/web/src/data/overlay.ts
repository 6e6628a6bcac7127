import { numberOf } from "./csv";

/** A curve of a file: frequencies in Hz, levels in dB. */
export interface Overlay {
  frequencies: number[];
  levels: number[];
}

export interface NamedOverlay {
  label: string;
  curve: Overlay;
}

/**
 * Lines of two or more numbers, apart by commas, semicolons, tabs or blanks, as in .csv, .txt and .frd files;
 * lines of anything else are remarks. @throws Error when there are fewer than two points
 */
export function parseOverlay(text: string): Overlay {
  const points: [number, number][] = [];
  for (const line of text.split(/\r?\n/)) {
    const [frequency, level] = line.trim().split(/[\s,;]+/).map(numberOf);
    if (frequency != null && level != null && frequency > 0) points.push([frequency, level]);
  }
  points.sort(([a], [b]) => a - b);
  if (points.length < 2) throw new Error("expected lines of a frequency and a level");
  return { frequencies: points.map(([f]) => f), levels: points.map(([, level]) => level) };
}
