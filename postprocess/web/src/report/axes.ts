import type { Axis, ChartSpec, Shade, Values } from "../chart/spec";
import { extentOf, levelExtent, linearExtent, type Extent } from "../chart/ticks";
import type { Table } from "../data/csv";
import { fixedText, frequencyText, frequencyTick, numberText } from "../format";

const nothing: Extent = { from: 0, to: 1 };

/** Frequencies of a table as a logarithmic abscissa. */
export function frequencyAxis(frequencies: readonly number[]): ChartSpec["x"] {
  const first = frequencies[0] ?? 20;
  const last = frequencies[frequencies.length - 1] ?? 20000;
  return {
    label: "Frequency [Hz]",
    values: frequencies,
    column: "frequency_hz",
    extent: first < last ? { from: first, to: last } : { from: first / 2, to: first * 2 },
    log: true,
    text: frequencyText,
    tick: frequencyTick,
  };
}

export const frequenciesOf = (table: Table): number[] => table.numbers("frequency_hz").map((f) => f ?? 0);

export function levelAxis(label: string, series: Values[], depth = 70): Axis {
  return {
    label,
    extent: levelExtent(extentOf(series) ?? nothing, depth),
    step: 10,
    text: (value) => `${fixedText(value, 1)} dB`,
    tick: (value) => numberText(value),
  };
}

export function linearAxis(label: string, series: Values[], unit: string, digits = 4): Axis {
  return {
    label,
    extent: linearExtent(extentOf(series) ?? nothing),
    text: (value) => `${numberText(value, digits)} ${unit}`,
    tick: (value) => numberText(value),
  };
}

/** Whole decades' 1-2-5 ends around positive values, at most five decades deep. */
export function logAxis(label: string, series: Values[], unit: string): Axis {
  const positive = series.map((values) => values.map((value) => (value !== null && value > 0 ? value : null)));
  const { from, to } = extentOf(positive) ?? { from: 0.1, to: 1 };
  const ends = (value: number, digits: readonly number[]): number[] =>
    [-1, 0, 1].flatMap((shift) => digits.map((d) => Number(`${d}e${Math.floor(Math.log10(value)) + shift}`)));
  const top = ends(to, [1, 2, 5]).find((end) => end >= to * 1.02) ?? to;
  const bottom = ends(Math.max(from, to / 1e5), [5, 2, 1].reverse()).reverse().find((end) => end <= from) ?? top / 1e5;
  return {
    label,
    extent: { from: Math.min(bottom, top / 10), to: top },
    log: true,
    text: (value) => `${numberText(value, 3)} ${unit}`,
    tick: (value) => numberText(value, 3),
  };
}

export const phaseAxis: Axis = {
  label: "Phase [°]",
  extent: { from: -180, to: 180 },
  step: 45,
  text: (value) => `${fixedText(value, 1)}°`,
  tick: (value) => numberText(value),
};

/** A phase axis that shows small phases large. */
export function phaseAxisFor(values: Values): Axis {
  const found = extentOf([values]) ?? nothing;
  const reach = Math.max(Math.abs(found.from), Math.abs(found.to));
  const [step, to] = reach <= 45 ? [15, 45] : reach <= 90 ? [30, 90] : [45, 180];
  return { ...phaseAxis, extent: { from: -to, to }, step };
}

/** Where `within` is 0: outside of the frequencies that the ear is meant for. */
export function shadesOutside(frequencies: readonly number[], within: Values): Shade[] {
  const shades: Shade[] = [];
  frequencies.forEach((frequency, i) => {
    if (within[i] !== 0) return;
    const from = within[i - 1] === 0 ? undefined : (frequencies[i - 1] ?? frequency);
    const to = frequencies[i + 1] ?? frequency;
    // Between an inner and an outer point the border lies at the inner one.
    if (from !== undefined) shades.push({ label: "outside of what the ear is meant for", from, to });
    const open = shades[shades.length - 1];
    if (open) open.to = to;
  });
  return shades;
}
