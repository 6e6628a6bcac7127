import type { Extent } from "./ticks";

export type Values = readonly (number | null)[];

export interface Axis {
  label: string;
  extent: Extent;
  log?: boolean;
  /** How the read-out writes a value. */
  text: (value: number) => string;
  /** How the axis writes a tick, where that differs. */
  tick?: (value: number) => string;
  /** Distance of ticks; without it one that suits the height. */
  step?: number;
}

export interface Curve {
  label: string;
  values: Values;
  axis: "left" | "right";
  /** Number of the palette's colour. */
  colour: number;
  dashed?: boolean;
  faint?: boolean;
  /** Not drawn until asked for. */
  hidden?: boolean;
  /** Fills to the curve before it (to zero for the first): what stacked shares are drawn with. */
  stacked?: boolean;
  /** Column of the CSV file; without it the label. */
  column?: string;
}

/** An area between two bounds, on the left axis. */
export interface Band {
  label: string;
  lower: Values;
  upper: Values;
  colour: number;
  /** Not in the legend, where the colour of its curve tells it. */
  unlisted?: boolean;
}

/** Part of the abscissa that is shaded, such as where an ear model doesn't hold. */
export interface Shade extends Extent {
  label: string;
}

export interface ChartSpec {
  /** Name in addresses and of files. */
  id: string;
  title: string;
  /** What a reader who doesn't see it is told. */
  description: string;
  x: Axis & { values: readonly number[]; column: string };
  left: Axis;
  right?: Axis;
  curves: Curve[];
  bands?: Band[];
  shades?: Shade[];
  /** Levels over frequency: decibels that take the length of a decade can be chosen. */
  levels?: boolean;
  /** Height of the plot in pixels unless `levels` says otherwise. */
  height?: number;
}

/** Upper edges of stacked curves; others as they are. */
export function drawnValues(spec: ChartSpec, isShown: (curve: Curve) => boolean = () => true): Values[] {
  let below: Values | undefined;
  return spec.curves.map((curve) => {
    if (!curve.stacked || !isShown(curve)) return curve.values;
    const base = below;
    below = curve.values.map((value, i) => (value === null ? null : value + (base?.[i] ?? 0)));
    return below;
  });
}

/** Columns of the chart's CSV file: the abscissa, every curve as given (not stacked), then bounds of bands. */
export function csvColumns(spec: ChartSpec): { columns: string[]; rows: (number | null)[][] } {
  const series: [string, Values][] = [
    [spec.x.column, spec.x.values],
    ...spec.curves.map((curve): [string, Values] => [curve.column ?? curve.label, curve.values]),
    ...(spec.bands ?? []).flatMap((band): [string, Values][] => [
      [`${band.label} (lower)`, band.lower],
      [`${band.label} (upper)`, band.upper],
    ]),
  ];
  return {
    columns: series.map(([name]) => name),
    rows: spec.x.values.map((_, i) => series.map(([, values]) => values[i] ?? null)),
  };
}
