import { Chart } from "../chart/chart";
import type { Curve } from "../chart/spec";
import type { Run, SpecFigure } from "../data/run";
import type { Table } from "../data/csv";
import { h } from "../dom";
import { numberText, words } from "../format";
import { frequenciesOf, frequencyAxis, linearAxis, logAxis } from "./axes";
import { facts, sortableTable, type Section } from "./section";

/** The spec sheet: every figure with its conditions. */
export function specificationSection(run: Run): Section | undefined {
  const figures = run.specification().filter((figure) => figure.value !== null);
  if (figures.length === 0) return undefined;
  const groups = [...new Set(figures.map((figure) => figure.group))];
  return {
    id: "specification",
    title: "Specification",
    content: [h("div", { class: "sheet" }, ...groups.map((group) => groupElement(group, figures)))],
  };
}

function groupElement(group: string, figures: SpecFigure[]): HTMLElement {
  return h("div", { class: "group" },
    h("h3", {}, group),
    h("dl", {},
      ...figures
        .filter((figure) => figure.group === group)
        .map((figure) =>
          h("div", {},
            h("dt", {}, figure.title, h("small", {}, figure.conditions)),
            h("dd", {}, `${numberText(figure.value, 4)} ${figure.unit}`),
          ),
        ),
    ),
  );
}

/** Force factor and inductance over the travel, and the blocked coil. */
export function motorSection(run: Run): Section | undefined {
  const content: HTMLElement[] = [];
  for (const file of run.files()) {
    const table = /^(motor|suspension|blocked_impedance).*\.csv$/.test(file) ? run.table(file) : undefined;
    if (!table) continue;
    const id = file.replace(/\.csv$/, "").replace(/\W/g, "-");
    if (table.has("frequency_hz")) content.push(blockedChart(id, table));
    else content.push(...travelCharts(id, table));
  }
  return content.length > 0 ? { id: "motor", title: "Motor", content } : undefined;
}

/** Ends of columns, longer ones before those that they end with. */
const units: Record<string, string> = { n_a2: "N/A²", n_a: "N/A", uh: "µH", n_mm: "N/mm", mm2: "mm²", n: "N", ohm: "Ω" };

function blockedChart(id: string, table: Table): HTMLElement {
  return curvesChart(id, "Blocked coil", table, table.columns.slice(1), "Resistance, reactance [Ω]", "Ω", true);
}

function travelCharts(id: string, table: Table): HTMLElement[] {
  const columns = table.columns.slice(1);
  const unitOf = (column: string): string => Object.keys(units).find((ending) => column.endsWith(`_${ending}`)) ?? "";
  return [...new Set(columns.map(unitOf))].map((ending) => {
    const own = columns.filter((column) => unitOf(column) === ending);
    const unit = units[ending] ?? "";
    const title = words((own[0] ?? "").replace(new RegExp(`_${ending}$`), ""));
    return curvesChart(`${id}-${ending}`, title, table, own, `${title} [${unit}]`, unit, false);
  });
}

function curvesChart(id: string, title: string, table: Table, columns: string[], label: string, unit: string, log: boolean): HTMLElement {
  const abscissa = table.columns[0] ?? "";
  const x = table.numbers(abscissa).map((value) => value ?? 0);
  const series = columns.map((column) => table.numbers(column));
  return new Chart({
    id,
    title,
    description: `${columns.length} curves.`,
    x: log ? frequencyAxis(x) : { ...linearAxis(words(abscissa), [x], "", 3), values: x, column: abscissa, extent: { from: Math.min(...x), to: Math.max(...x) } },
    left: linearAxis(label, series, unit),
    curves: columns.map((column, i): Curve => ({
      label: words(column),
      values: series[i] ?? [],
      axis: "left",
      colour: i,
      dashed: /ladder|polynomial|fit/.test(column),
      column,
    })),
  }).element;
}

const known = /^(distortion|contributions|housing_force|suspension.*|response|impedance|excursion|opening_velocity|power|modes|sensitivity|sensitivity_ranked|tolerance_band|isolation|isolation_third_octaves|motor.*|blocked_impedance.*|checkpoint)\.csv$|^study\//;

/** Tables that no other part shows: curves over frequency, or plain. */
export function furtherSection(run: Run): Section | undefined {
  const content: HTMLElement[] = [];
  for (const file of run.files()) {
    const table = file.endsWith(".csv") && !known.test(file) ? run.table(file) : undefined;
    if (!table) continue;
    const id = file.replace(/\.csv$/, "").replace(/\W/g, "-");
    const title = words(file.replace(/\.csv$/, ""));
    const numeric = table.columns.slice(1).filter((column) => table.isNumeric(column));
    if (table.columns[0] === "frequency_hz" && numeric.length > 0) content.push(tableChart(id, title, table, numeric));
    else content.push(h("h3", {}, title), plainTable(title, table));
  }
  return content.length > 0 ? { id: "further", title: "Further results", content } : undefined;
}

function tableChart(id: string, title: string, table: Table, columns: string[]): HTMLElement {
  const series = columns.map((column) => table.numbers(column));
  const positive = series.every((values) => values.every((value) => value === null || value > 0));
  return new Chart({
    id,
    title,
    description: `${columns.length} curves over frequency.`,
    x: frequencyAxis(frequenciesOf(table)),
    left: positive && !columns.every((column) => column.endsWith("_db")) ? logAxis(title, series, "") : linearAxis(title, series, ""),
    curves: columns.map((column, i): Curve => ({ label: words(column), values: series[i] ?? [], axis: "left", colour: i, column })),
  }).element;
}

function plainTable(title: string, table: Table): HTMLElement {
  return sortableTable(
    title,
    table.columns.map((column, c) => {
      const numeric = table.isNumeric(column);
      const values = table.numbers(column);
      return {
        title: column,
        numeric,
        text: (row: number) => (numeric ? numberText(values[row], 5) : (table.rows[row]?.[c] ?? "")),
        key: (row: number) => (numeric ? (values[row] ?? null) : (table.rows[row]?.[c] ?? "")),
      };
    }),
    table.rows.map((_, i) => i),
  );
}

/** What the run cost and with what it was made. */
export function costSection(run: Run): Section | undefined {
  const { counts, stage_seconds, factorisations, back_substitutions, peak_memory_mib, ranks, versions } = run.summary;
  if (!counts && !stage_seconds) return undefined;
  const whole = (value: number): string => value.toLocaleString("en").replaceAll(",", "\u202f");
  const entries: [string, string][] = Object.entries(counts ?? {}).map(([name, count]) => [name, whole(count)]);
  if (factorisations !== undefined) entries.push(["factorisations", whole(factorisations)]);
  if (back_substitutions !== undefined) entries.push(["back-substitutions", whole(back_substitutions)]);
  if (peak_memory_mib) entries.push(["peak memory", `${whole(Math.round(peak_memory_mib.total))} MiB`]);
  if (ranks !== undefined) entries.push(["processes", whole(ranks)]);
  const content = [facts(entries)];
  const stages = Object.entries(stage_seconds ?? {});
  const total = stages.reduce((sum, [, seconds]) => sum + seconds, 0);
  if (total > 0)
    content.push(
      h("div", { class: "stages", role: "img", "aria-label": stages.map(([name, s]) => `${name} ${numberText(s, 3)} s`).join(", ") },
        ...stages.filter(([, seconds]) => seconds > 0.005 * total).map(([name, seconds]) =>
          h("div", { style: `flex-grow: ${(seconds / total).toFixed(4)}`, title: `${name}: ${numberText(seconds, 3)} s` },
            h("span", {}, name), h("b", {}, `${numberText(seconds, 2)} s`)),
        ),
      ),
    );
  content.push(h("details", {}, h("summary", {}, "Versions"), facts(Object.entries(versions ?? {}))));
  return { id: "cost", title: "Mesh, cost and versions", lead: total > 0 ? `${numberText(total, 3)} s in all.` : "", content };
}

/** The resolved case, to copy and run again, and the log. */
export function configSection(run: Run): Section | undefined {
  const config = run.text("config.resolved.toml");
  const log = run.text("run.log");
  if (!config && !log) return undefined;
  const content: HTMLElement[] = [];
  if (config) {
    const button = h("button", {
      type: "button",
      click: () => {
        void navigator.clipboard.writeText(config).then(
          () => (button.textContent = "Copied"),
          () => (button.textContent = "Select the text and copy it"),
        );
      },
    }, "Copy");
    content.push(h("div", { class: "code-head" }, h("code", {}, "config.resolved.toml"), button), code(config, "Resolved case"));
  }
  if (log) content.push(h("details", {}, h("summary", {}, "run.log: geometry, materials, losses, mesh and how the sweep went"), code(log, "Log of the run")));
  const { omitted } = run.data;
  if (omitted.length > 0)
    content.push(h("p", { class: "lead" }, `Too large for this page, but in the folder of the run: ${omitted.join(", ")}.`));
  return { id: "case", title: "The case", lead: "Every value the run was made with.", content };
}

const code = (text: string, label: string): HTMLElement =>
  h("pre", { tabindex: 0, role: "region", "aria-label": label }, text);
