/** Charts that report and explorer draw alike, from the columns of a run's files. */
import type { Band, ChartSpec, Curve, Values } from "../chart/spec";
import { words } from "../format";
import { frequencyAxis, levelAxis, logAxis } from "./axes";

type ColumnsOf = (name: string) => Values;

/** Peak travel of every driver, of the columns <driver>_mm. */
export function excursionSpec(frequencies: readonly number[], names: readonly string[], values: ColumnsOf): ChartSpec {
  return {
    id: "excursion",
    title: "Excursion",
    description: "Peak travel of each driver in millimetres.",
    x: frequencyAxis(frequencies),
    left: logAxis("Peak excursion [mm]", names.map(values), "mm"),
    curves: names.map((column, i): Curve => ({
      label: words(column.replace(/_mm$/, "")),
      values: values(column),
      axis: "left",
      colour: i,
      column,
    })),
  };
}

const limitEnding = "_laminar_limit_mps";

/** Peak velocities in openings, dashed what they become turbulent at, of opening_velocity.csv's columns. */
export function velocitySpec(frequencies: readonly number[], columns: readonly string[], values: ColumnsOf): ChartSpec {
  const openings = columns.filter((name) => name.endsWith("_mps") && !name.endsWith(limitEnding)).map((name) => name.replace(/_mps$/, ""));
  const curves = openings.flatMap((opening, i): Curve[] => [
    { label: words(opening), values: values(`${opening}_mps`), axis: "left", colour: i, column: `${opening}_mps` },
    {
      label: `${words(opening)}: turbulent above`,
      values: values(opening + limitEnding),
      axis: "left",
      colour: i,
      dashed: true,
      column: opening + limitEnding,
    },
  ]);
  return {
    id: "opening_velocity",
    title: "Velocity in openings",
    description: "Peak velocity of the air in each opening in metres per second; dashed where it becomes turbulent.",
    x: frequencyAxis(frequencies),
    left: logAxis("Peak velocity [m/s]", curves.map((curve) => curve.values), "m/s"),
    curves,
  };
}

export const variantText = (column: string): string =>
  words(column.replace(/_db$/, "").replace(/^driver_/, "driver on ")).replace("driver on open", "driver open");

/** What leaks at low frequencies matters as much as the peaks: no depth [dB] cuts it off. */
const wholeRange = Infinity;

/** Insertion loss of every variant, of isolation.csv's columns. */
export function isolationSpec(frequencies: readonly number[], columns: readonly string[], values: ColumnsOf): ChartSpec {
  const variants = columns.filter((name) => name.endsWith("_db") && !name.endsWith("_error_db") && !name.startsWith("open_ear"));
  const shifted = (column: string, sign: number): Values => {
    const errors = values(column.replace(/_db$/, "_error_db"));
    return values(column).map((value, i) => (value === null ? null : value + sign * (errors[i] ?? 0)));
  };
  return {
    id: "isolation",
    title: "Insertion loss against the open ear",
    description: "How much quieter sound from outside is at the eardrum, in decibels, with the estimated error as a band.",
    x: frequencyAxis(frequencies),
    left: levelAxis("Insertion loss [dB]", [...variants.map(values), frequencies.map(() => 0)], wholeRange),
    curves: variants.map((column, i): Curve => ({ label: variantText(column), values: values(column), axis: "left", colour: i, column })),
    bands: variants
      .filter((column) => columns.includes(column.replace(/_db$/, "_error_db")))
      .map((column, i): Band => ({
        label: `error of ${variantText(column)}`,
        lower: shifted(column, -1),
        upper: shifted(column, 1),
        colour: i,
        unlisted: true,
      })),
    levels: true,
  };
}
