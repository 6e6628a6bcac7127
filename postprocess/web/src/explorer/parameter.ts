import { numberText } from "../format";

/** A number of the case that the model answers for, as the program describes it. */
export interface Parameter {
  key: string;
  value: number;
  unit: string;
  low: number;
  high: number;
  /** Whether the slider is even in the logarithm. */
  log: boolean;
  /** What one per cent more does to the level at most. */
  largest_db: number;
}

export type Values = Readonly<Record<string, number>>;

/** Positions of a slider run from 0 to 1. */
export function valueAt({ low, high, log }: Parameter, position: number): number {
  return log ? low * (high / low) ** position : low + (high - low) * position;
}

export function positionOf({ low, high, log }: Parameter, value: number): number {
  const position = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.min(Math.max(position, 0), 1);
}

/** Units that people write with a prefix: the SI unit, and what it is called a thousand times smaller, ... */
const prefixed: Record<string, readonly (readonly [number, string])[]> = {
  m: [[1e-6, "µm"], [1e-3, "mm"], [1, "m"]],
  kg: [[1e-6, "mg"], [1e-3, "g"], [1, "kg"]],
  H: [[1e-6, "µH"], [1e-3, "mH"], [1, "H"]],
  Pa: [[1, "Pa"], [1e3, "kPa"], [1e6, "MPa"], [1e9, "GPa"]],
  m2: [[1e-6, "mm²"], [1e-4, "cm²"], [1, "m²"]],
  m3: [[1e-9, "mm³"], [1e-6, "cm³"], [1, "m³"]],
};

/** "6 mg" for 6e-6 kg. */
export function quantityText(value: number, unit: string): string {
  if (value === 0 || unit === "1") return numberText(value, 3);
  const choices = prefixed[unit];
  const fitting = choices?.filter(([size]) => Math.abs(value) >= size * 0.9995).at(-1) ?? choices?.[0];
  return fitting ? `${numberText(value / fitting[0], 3)} ${fitting[1]}` : `${numberText(value, 3)} ${unit}`;
}
