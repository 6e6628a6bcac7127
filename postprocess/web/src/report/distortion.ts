import { Chart } from "../chart/chart";
import type { Curve, Values } from "../chart/spec";
import type { Run } from "../data/run";
import type { Table } from "../data/csv";
import { numberText } from "../format";
import { frequencyAxis, levelAxis, logAxis } from "./axes";
import type { Section } from "./section";

/** Lines of a table with the same voltage, as curves over frequency. */
interface Voltage {
  voltage: number;
  frequencies: number[];
  column: (name: string) => Values;
}

function byVoltage(table: Table): Voltage[] {
  const voltages = table.numbers("voltage_v");
  const frequencies = table.numbers("frequency_hz");
  return [...new Set(voltages)].flatMap((voltage) => {
    if (voltage === null) return [];
    const rows = voltages.flatMap((other, row) => (other === voltage ? [row] : []));
    rows.sort((a, b) => (frequencies[a] ?? 0) - (frequencies[b] ?? 0));
    return [{
      voltage,
      frequencies: rows.map((row) => frequencies[row] ?? 0),
      column: (name: string): Values => {
        const values = table.numbers(name);
        return rows.map((row) => values[row] ?? null);
      },
    }];
  });
}

const voltText = (voltage: number): string => `${numberText(voltage, 3)} V`;

/** Harmonics and total harmonic distortion at every voltage. */
export function distortionSection(run: Run): Section | undefined {
  const table = run.table("distortion.csv");
  if (!table?.has("voltage_v")) return undefined;
  const voltages = byVoltage(table).sort((a, b) => a.voltage - b.voltage);
  const content = [...thdCharts(voltages), ...voltages.slice(-1).map((highest) => harmonicsChart(table, highest))];
  return { id: "distortion", title: "Distortion", content };
}

/** One chart for all voltages at the same frequencies. */
function thdCharts(voltages: readonly Voltage[]): HTMLElement[] {
  const groups = new Map<string, Voltage[]>();
  for (const voltage of voltages) {
    const key = voltage.frequencies.join(" ");
    groups.set(key, [...(groups.get(key) ?? []), voltage]);
  }
  return [...groups.values()].map((group, i) => {
    const series = group.map((voltage) => voltage.column("thd_percent"));
    return new Chart({
      id: i === 0 ? "thd" : `thd-${i + 1}`,
      title: "Total harmonic distortion at the eardrum",
      description: `In per cent, at ${group.map(({ voltage }) => voltText(voltage)).join(", ")}.`,
      x: frequencyAxis(group[0]?.frequencies ?? []),
      left: logAxis("THD [%]", series, "%"),
      curves: group.map(({ voltage }, k): Curve => ({
        label: voltText(voltage),
        values: series[k] ?? [],
        axis: "left",
        colour: k,
        column: `thd_percent ${voltText(voltage)}`,
      })),
    }).element;
  });
}

function harmonicsChart(table: Table, { voltage, frequencies, column }: Voltage): HTMLElement {
  const names = ["level_db", ...table.columns.filter((name) => /^h\d+_db$/.test(name))];
  const series = names.map(column);
  return new Chart({
    id: "harmonics",
    title: `Fundamental and harmonics at ${voltText(voltage)}`,
    description: "Levels over the frequency of the fundamental.",
    x: frequencyAxis(frequencies),
    left: levelAxis("SPL [dB re 20 µPa]", series, 110),
    curves: names.map((name, i): Curve => ({
      label: name === "level_db" ? "fundamental" : `harmonic ${name.slice(1, -3)}`,
      values: series[i] ?? [],
      axis: "left",
      colour: i,
      column: name,
    })),
    levels: true,
  }).element;
}
