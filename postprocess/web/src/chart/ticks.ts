/** Ends and ticks of axes: steps of 1, 2 or 5 times a power of ten. */

/** 1, 2 or 5 times a power of ten, such that `length` is divided into about `parts`. */
export function pleasantStep(length: number, parts: number): number {
  const wanted = length / parts;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const ratio = wanted / power;
  return (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10) * power;
}

/** Multiples of `step` within [from, to]. */
export function multiples(from: number, to: number, step: number): number[] {
  const ticks: number[] = [];
  const slack = 1e-9 * step;
  for (let k = Math.ceil((from - slack) / step); k * step <= to + slack; ++k) {
    const decimals = Math.max(0, Math.ceil(-Math.log10(step)) + 1);
    ticks.push(Number((k * step).toFixed(Math.min(decimals, 20))));
  }
  return ticks;
}

/** Digits 1 to 9 of each decade within [from, to] whose first digit is among `digits`. */
export function decadeTicks(from: number, to: number, digits: readonly number[]): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); ++power)
    for (const digit of digits) {
      const value = Number(`${digit}e${power}`);
      if (value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9)) ticks.push(value);
    }
  return ticks;
}

const everyDigit = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/**
 * Labelled ticks of a logarithmic axis: 1-2-5, or 1 alone over more than five decades; within less than a
 * decade, where these would be fewer than three, every digit or even steps.
 */
export function logTicks(from: number, to: number): number[] {
  if (Math.log10(to / from) > 5) return decadeTicks(from, to, [1]);
  for (const digits of [[1, 2, 5], everyDigit]) {
    const ticks = decadeTicks(from, to, digits);
    if (ticks.length >= 3) return ticks;
  }
  return multiples(from, to, pleasantStep(to - from, 5));
}

/** Fine lines of a logarithmic axis. */
export const logMinorTicks = (from: number, to: number): number[] => decadeTicks(from, to, everyDigit);

export interface Extent {
  from: number;
  to: number;
}

/** Least and greatest of what is known; undefined when nothing is. */
export function extentOf(series: Iterable<readonly (number | null)[]>): Extent | undefined {
  let from = Infinity;
  let to = -Infinity;
  for (const values of series)
    for (const value of values)
      if (value !== null && Number.isFinite(value)) {
        from = Math.min(from, value);
        to = Math.max(to, value);
      }
  return from <= to ? { from, to } : undefined;
}

/**
 * Ends of a level axis: whole tens of dB around the values, at most `depth` below the highest, as nobody reads
 * the bottom of a notch.
 */
export function levelExtent(values: Extent, depth = 70): Extent {
  const to = 10 * Math.ceil((values.to + 1) / 10);
  const from = 10 * Math.floor(Math.max(values.from, values.to - depth) / 10);
  return { from: Math.min(from, to - 20), to };
}

/** Whole steps around the values, with 0 when they are on one side of it and not far. */
export function linearExtent(values: Extent, parts = 5): Extent {
  let { from, to } = values;
  if (from > 0 && from < 0.6 * to) from = 0;
  if (to < 0 && to > 0.6 * from) to = 0;
  if (from === to) {
    const margin = from === 0 ? 1 : 0.1 * Math.abs(from);
    from -= margin;
    to += margin;
  }
  const step = pleasantStep(to - from, parts);
  const end = (steps: number): number => Number((step * steps).toPrecision(12));
  return { from: end(Math.floor(from / step + 1e-9)), to: end(Math.ceil(to / step - 1e-9)) };
}

/**
 * Height of a plot in which so many decibels take the length of a decade (IEC 60263).
 * @param width of the plot's frame @param frequencies ends of its axis
 */
export function heightForScale(width: number, frequencies: Extent, levels: Extent, dbPerDecade: number): number {
  return (width / Math.log10(frequencies.to / frequencies.from)) * ((levels.to - levels.from) / dbPerDecade);
}
