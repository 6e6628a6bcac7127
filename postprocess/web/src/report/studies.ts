import { Chart } from "../chart/chart";
import type { ChartSpec, Curve, Values } from "../chart/spec";
import { numbers } from "../data/packed";
import type { Run, StudyCurves } from "../data/run";
import type { Table } from "../data/csv";
import { h } from "../dom";
import { numberText } from "../format";
import { frequencyAxis, levelAxis } from "./axes";
import { sortableTable, type Column, type Section } from "./section";

/** Every study: its designs as curves and as a table; a chosen design stands out. */
export async function studySections(run: Run): Promise<Section[]> {
  const sections: Section[] = [];
  for (const file of run.files()) {
    const name = /^study\/(.*)\.csv$/.exec(file)?.[1];
    const table = name === undefined ? undefined : run.table(file);
    if (name === undefined || !table) continue;
    const curves = run.data.studies[name];
    sections.push({
      id: `study-${sections.length + 1}`,
      title: `Study: ${name}`,
      lead: "Choose a line to bring out its curve; heads sort.",
      content: [await studyElement(name, table, curves, sections.length + 1)],
    });
  }
  return sections;
}

async function studyElement(name: string, table: Table, curves: StudyCurves | undefined, number: number): Promise<HTMLElement> {
  const chosen = new Set<number>(curves && curves.labels.length <= 6 ? curves.labels.keys() : [0]);
  const levels = curves ? await levelsOf(curves) : [];
  const spec = curves && levels.length > 0 ? (): ChartSpec => studyChart(name, curves, levels, chosen, number) : undefined;
  const chart = spec ? new Chart(spec()) : undefined;
  const choose = (row: number, line: HTMLTableRowElement): void => {
    if (!chosen.delete(row)) chosen.add(row);
    line.setAttribute("aria-selected", String(chosen.has(row)));
    if (chart && spec) chart.update(spec());
  };
  const rows = table.rows.map((_, i) => i);
  const element = sortableTable(`Designs of ${name}`, columnsOf(table), rows, chart ? choose : undefined);
  element.querySelectorAll("tbody tr").forEach((line, i) => line.setAttribute("aria-selected", String(chosen.has(i))));
  return h("div", { class: "study" }, chart?.element, element);
}

function columnsOf(table: Table): Column<number>[] {
  return table.columns
    .filter((column) => !table.texts(column).every((text) => text === "" || text === "nan"))
    .map((column) => {
      const numeric = table.isNumeric(column);
      const [values, texts] = [table.numbers(column), table.texts(column)];
      return {
        title: column,
        numeric,
        text: (row) => (numeric ? numberText(values[row], 4) : (texts[row] ?? "")),
        key: (row) => (numeric ? (values[row] ?? null) : (texts[row] ?? "")),
      };
    });
}

async function levelsOf(curves: StudyCurves): Promise<Values[]> {
  const values = await numbers(curves.spl_db);
  const n = curves.frequency_hz.length;
  return curves.labels.map((_, design) =>
    Array.from(values.subarray(design * n, (design + 1) * n), (value) => (Number.isFinite(value) ? value : null)),
  );
}

function studyChart(name: string, study: StudyCurves, levels: Values[], chosen: Set<number>, number: number): ChartSpec {
  const order = [...levels.keys()].sort((a, b) => Number(chosen.has(a)) - Number(chosen.has(b)) || a - b);
  const places = [...chosen].sort((a, b) => a - b);
  return {
    id: `study-${number}`,
    title: `Level at the eardrum: ${name}`,
    description: `${levels.length} designs, of which ${chosen.size} stand out.`,
    x: frequencyAxis(study.frequency_hz),
    left: levelAxis("SPL [dB re 20 µPa]", levels),
    curves: order.map((design): Curve => ({
      label: `${design + 1}: ${study.labels[design] ?? ""}`,
      values: levels[design] ?? [],
      axis: "left",
      colour: chosen.has(design) ? places.indexOf(design) : 6,
      faint: !chosen.has(design),
    })),
    levels: true,
  };
}
