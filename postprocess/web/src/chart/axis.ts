import type { Axis } from "./spec";
import { decadeTicks, logMinorTicks, logTicks, multiples, pleasantStep, type Extent } from "./ticks";

/** Labelled ticks of an axis over a part of it. @param length in pixels */
export function ticksOf(axis: Axis, extent: Extent, length: number): number[] {
  if (axis.log) {
    const ticks = logTicks(extent.from, extent.to);
    // Where 1-2-5 would stand closer than a label is high, powers of ten alone.
    return ticks.length * 24 > length ? decadeTicks(extent.from, extent.to, [1]) : ticks;
  }
  const parts = Math.max(2, Math.round(length / 60));
  let step = axis.step ?? pleasantStep(extent.to - extent.from, parts);
  while ((extent.to - extent.from) / step > Math.max(4, length / 28)) step *= 2;
  return multiples(extent.from, extent.to, step);
}

export const minorTicksOf = (axis: Axis, extent: Extent): number[] =>
  axis.log ? logMinorTicks(extent.from, extent.to) : [];

export const tickText = (axis: Axis, value: number): string => (axis.tick ?? axis.text)(value);
