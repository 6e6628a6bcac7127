import { Chart } from "../chart/chart";
import type { Axis, Curve, Values } from "../chart/spec";
import type { Table } from "../data/csv";
import type { Run } from "../data/run";
import { frequenciesOf, frequencyAxis, levelAxis, logAxis, phaseAxis } from "./axes";
import type { Section } from "./section";

/** Curves of a table over frequency: its columns with one ending. */
interface Family {
  id: string;
  title: string;
  description: string;
  ending: string;
  axis: (series: Values[]) => Axis;
}

const families: Family[] = [
  {
    id: "contributions",
    title: "Shares of the pressure at the eardrum",
    description: "Level of the whole and of each driver's share.",
    ending: "_db",
    axis: (series) => levelAxis("SPL [dB re 20 µPa]", series),
  },
  {
    id: "contribution-phases",
    title: "Phases of the shares",
    description: "Where two shares of like level differ by half a turn, they cancel.",
    ending: "_phase_deg",
    axis: () => phaseAxis,
  },
  {
    id: "terminal-voltages",
    title: "Voltages across the drivers",
    description: "What source and crossover leave of the source's voltage, RMS.",
    ending: "_terminal_v",
    axis: (series) => logAxis("Voltage [V]", series, "V"),
  },
];

/** What each driver adds to the pressure at the eardrum, and what drives it. */
export function contributionsSection(run: Run): Section | undefined {
  const table = run.table("contributions.csv");
  if (!table) return undefined;
  const charts = families.flatMap((family) => chartOf(family, table)?.element ?? []);
  return { id: "contributions", title: "Contributions of drivers", content: charts };
}

const housingForce: Family = {
  id: "housing-force",
  title: "Forces on the housing",
  description: "Peak force of each driver's moving parts, and of those on the mesh together.",
  ending: "_n",
  axis: (series) => logAxis("Force [N]", series, "N"),
};

/** What the drivers' moving parts do to the housing. */
export function housingForceSection(run: Run): Section | undefined {
  const table = run.table("housing_force.csv");
  const chart = table && chartOf(housingForce, table);
  return chart && { id: "housing-force", title: "Forces on the housing", content: [chart.element] };
}

function chartOf(family: Family, table: Table): Chart | undefined {
  const names = table.columns.filter((name) =>
    name.endsWith(family.ending) && !(family.ending === "_phase_deg" && name.endsWith("_terminal_phase_deg")));
  if (names.length === 0) return undefined;
  const series = names.map((name) => table.numbers(name));
  return new Chart({
    id: family.id,
    title: family.title,
    description: family.description,
    x: frequencyAxis(frequenciesOf(table)),
    left: family.axis(series),
    curves: names.map((name, i): Curve => ({
      label: name.slice(0, -family.ending.length),
      values: series[i] ?? [],
      axis: "left",
      colour: family.ending === "_terminal_v" ? i + 1 : i, // a driver's colour is the same in all
      dashed: !/^(sum|net)_/.test(name),
      column: name,
    })),
    levels: family.ending === "_db",
  });
}
