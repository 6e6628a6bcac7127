import { Chart } from "../chart/chart";
import type { Curve } from "../chart/spec";
import type { Run } from "../data/run";
import { h } from "../dom";
import { fixedText, frequencyText, numberText } from "../format";
import { frequenciesOf, frequencyAxis, levelAxis, linearAxis } from "./axes";
import { sortableTable, type Section } from "./section";

const shownCurves = 6;

/** What each number of the case does to the level, the strongest first, and the band that tolerances make. */
export function sensitivitySection(run: Run): Section | undefined {
  const content = [bandChart(run), rankedTable(run), curveChart(run)].filter((part) => part !== undefined);
  return content.length > 0
    ? {
        id: "sensitivity",
        title: "Sensitivities and tolerances",
        lead: "Change of the level at the eardrum for +1 % of a number of the case, to first order.",
        content,
      }
    : undefined;
}

function bandChart(run: Run): HTMLElement | undefined {
  const table = run.table("tolerance_band.csv");
  if (!table) return undefined;
  const column = (name: string): (number | null)[] => table.numbers(name);
  const bands = [
    { label: "worst case", lower: column("worst_lower_db"), upper: column("worst_upper_db"), colour: 6 },
    { label: "independent deviations", lower: column("rss_lower_db"), upper: column("rss_upper_db"), colour: 0 },
  ];
  return new Chart({
    id: "tolerance",
    title: "Tolerance band of the level",
    description: "Nominal level, with the band of independent deviations and of the worst case.",
    x: frequencyAxis(frequenciesOf(table)),
    left: levelAxis("SPL [dB re 20 µPa]", bands.flatMap((band) => [band.lower, band.upper])),
    curves: [{ label: "nominal", values: column("nominal_db"), axis: "left", colour: 0, column: "nominal_db" }],
    bands,
    levels: true,
  }).element;
}

function rankedTable(run: Run): HTMLElement | undefined {
  const table = run.table("sensitivity_ranked.csv");
  if (!table) return undefined;
  const numbers = (name: string): (number | null)[] => table.numbers(name);
  const [names, nominal, units] = [table.texts("parameter"), numbers("nominal"), table.texts("unit")];
  const [change, largest, at, rms] = [table.texts("change"), numbers("largest_db"), numbers("at_hz"), numbers("rms_db")];
  const rows = names.map((name, i) => ({
    name,
    nominal: `${numberText(nominal[i])} ${units[i] ?? ""}`,
    change: change[i] ?? "",
    largest: largest[i] ?? null,
    at: at[i] ?? null,
    rms: rms[i] ?? null,
  }));
  const scale = Math.max(...rows.map((row) => Math.abs(row.largest ?? 0)), 1e-30);
  const element = sortableTable(
    "Sensitivities, the strongest first",
    [
      { title: "Parameter", text: (row) => row.name, key: (row) => row.name },
      { title: "Nominal", text: (row) => row.nominal, key: (row) => row.nominal, numeric: true },
      { title: "Change", text: (row) => row.change, key: (row) => row.change, numeric: true },
      { title: "Largest [dB]", text: (row) => fixedText(row.largest, 4), key: (row) => Math.abs(row.largest ?? 0), numeric: true },
      { title: "at", text: (row) => (row.at === null ? "–" : frequencyText(row.at)), key: (row) => row.at, numeric: true },
      { title: "RMS [dB]", text: (row) => fixedText(row.rms, 4), key: (row) => row.rms, numeric: true },
    ],
    rows,
  );
  element.querySelectorAll("tbody tr").forEach((line, i) => {
    const share = Math.abs(rows[i]?.largest ?? 0) / scale;
    line.querySelector("td")?.append(h("span", { class: "bar", style: `width: ${(100 * share).toFixed(1)}%` }));
  });
  return element;
}

function curveChart(run: Run): HTMLElement | undefined {
  const table = run.table("sensitivity.csv");
  if (!table) return undefined;
  const ranked = run.table("sensitivity_ranked.csv")?.texts("parameter") ?? [];
  const rank = (column: string): number => {
    const at = ranked.findIndex((name) => column === name || column.startsWith(`${name} per `));
    return at < 0 ? ranked.length : at;
  };
  const columns = table.columns.slice(1).sort((a, b) => rank(a) - rank(b)).slice(0, 3 * shownCurves);
  const curves = columns.map((column, i): Curve => ({
    label: column,
    values: table.numbers(column),
    axis: "left",
    colour: i,
    column,
    hidden: i >= shownCurves,
  }));
  return new Chart({
    id: "sensitivity",
    title: "Sensitivities over frequency",
    description: "Change of the level for one per cent more of each of the strongest parameters.",
    x: frequencyAxis(frequenciesOf(table)),
    left: linearAxis("Change of the level [dB]", curves.map((curve) => curve.values), "dB", 3),
    curves,
    height: 320,
  }).element;
}
