import type { FieldSeries, Run } from "../data/run";
import type { Table } from "../data/csv";
import { h } from "../dom";
import { fixedText, frequencyText, numberText } from "../format";
import type { FieldView } from "../scene/view";
import { fieldViews, largestOf, meshOf, phasors } from "./field";
import { sortableTable, type Column, type Section } from "./section";

/** Modes, those that are heard first, and the shape of the chosen one. */
export function modesSection(run: Run): Section | undefined {
  const table = run.table("modes.csv");
  if (!table) return undefined;
  const heard = table.numbers("eardrum_db");
  const loudness = (row: number): number => heard[row] ?? -Infinity;
  const rows = table.rows.map((_, i) => i).sort((a, b) => loudness(b) - loudness(a) || a - b);
  const shapes = run.data.shapes.filter((series) => series.steps.length > 0);
  const viewer = shapes.length > 0 ? new ShapeViewer(table, shapes) : undefined;
  const element = sortableTable("Modes", columnsOf(table), rows, viewer ? (row, line) => void viewer.show(row, line) : undefined);
  return {
    id: "modes",
    title: "Modes",
    lead: heard.some((value) => value !== null)
      ? "Ranked by what the eardrum hears of them: near 0 dB a mode makes the response."
      : "In the order of their frequencies.",
    content: viewer ? [h("div", { class: "modes" }, element, viewer.element)] : [element],
  };
}

function columnsOf(table: Table): Column<number>[] {
  const numeric = (name: string, title: string, text: (value: number | null) => string): Column<number>[] => {
    if (!table.has(name)) return [];
    const values = table.numbers(name);
    if (values.every((value) => value === null)) return [];
    return [{ title, numeric: true, text: (row) => text(values[row] ?? null), key: (row) => values[row] ?? null }];
  };
  const textual = (name: string, title: string): Column<number>[] => {
    if (!table.has(name)) return [];
    const values = table.texts(name);
    return [{ title, text: (row) => values[row] ?? "", key: (row) => values[row] ?? "" }];
  };
  const order = (value: number | null): string => (value === null || value < 0 ? "–" : String(value));
  return [
    ...textual("body", "Body"),
    ...numeric("frequency_hz", "Frequency", (value) => (value === null ? "–" : frequencyText(value))),
    ...textual("kind", "What moves"),
    ...numeric("eardrum_db", "Heard [dB]", (value) => fixedText(value, 1)),
    ...numeric("quality", "Q", (value) => numberText(value, 3)),
    ...numeric("m", "m", order),
    ...numeric("n", "n", order),
    ...numeric("multiplicity", "Pair", (value) => (value === 2 ? "yes" : "")),
    ...numeric("modal_force_factor", "Force factor [kg⁻½]", (value) => numberText(value, 3)),
    ...numeric("modal_volume_displacement", "Volume [m² kg⁻½]", (value) => numberText(value, 3)),
    ...numeric("residual", "Residual", (value) => numberText(value, 2)),
  ];
}

/** A mode's shape, moving. */
class ShapeViewer {
  readonly element: HTMLElement;
  private readonly stage = h("div", { class: "stage" });
  private readonly name = h("p", { "aria-live": "polite" }, "Choose a mode to see its shape.");
  private view: FieldView | undefined;
  private body: string | undefined;
  private turning = 0;
  private height = 0;

  constructor(
    private readonly table: Table,
    private readonly shapes: readonly FieldSeries[],
  ) {
    this.element = h("div", { class: "shape" }, this.stage, h("div", { class: "control" }, this.name,
      h("button", { type: "button", "aria-label": "Move: let the shape move or stand", click: () => this.togglePlay() }, "Move")));
  }

  async show(row: number, line: HTMLElement): Promise<void> {
    const body = this.table.texts("body")[row];
    const frequency = this.table.numbers("frequency_hz")[row] ?? 0;
    const series = this.shapes.find((other) => other.name === body);
    const step = series?.steps.find((other) => Math.abs(other.frequency_hz - frequency) <= 1e-5 * frequency);
    line.parentElement?.querySelectorAll("tr").forEach((other) => other.setAttribute("aria-selected", String(other === line)));
    const title = `${body}, ${frequencyText(frequency)}, ${this.table.texts("kind")[row] ?? ""}`;
    this.name.textContent = series && step ? title : `${title}: no shape was kept`;
    if (!series || !step) return;
    const view = await this.viewOf(series);
    const shape = await phasors(step);
    const largest = largestOf(shape, series.cell === "quadrilateral" ? 3 : 1) || 1;
    if (series.cell === "quadrilateral") this.showDisplacement(view, shape, largest);
    else {
      view.setPressure({ re: shape.re.map((value) => value / largest), im: shape.im.map((value) => value / largest) });
      view.setColours("pressure", -Math.SQRT2, Math.SQRT2);
      view.setCut("x", (view.box.low[0] + view.box.high[0]) / 2 + 1e-3);
    }
  }

  private showDisplacement(view: FieldView, shape: { re: Float32Array; im: Float32Array }, largest: number): void {
    const squares = [0, 0, 0];
    shape.re.forEach((value, i) => (squares[i % 3] = (squares[i % 3] ?? 0) + value * value));
    const along: [number, number, number] = [0, 0, 0];
    along[squares.indexOf(Math.max(...squares)) as 0 | 1 | 2] = 1 / largest;
    const { low, high } = view.box;
    this.height = (0.1 * Math.hypot(high[0] - low[0], high[1] - low[1])) / largest;
    view.setDisplacement(0, shape);
    view.colourMotion(along);
    view.setMotion(0, this.height);
  }

  private async viewOf(series: FieldSeries): Promise<FieldView> {
    if (this.view && this.body === series.name) return this.view;
    const { FieldView } = await import("../scene/view");
    this.view?.dispose();
    const mesh = await meshOf(series);
    const shell = series.cell === "quadrilateral";
    this.view = new FieldView(this.stage, shell ? undefined : { ...mesh, nodesPerCell: series.nodes_per_cell }, shell ? [mesh] : []);
    this.body = series.name;
    fieldViews.push(this.view);
    return this.view;
  }

  private togglePlay(): void {
    if (this.turning) {
      cancelAnimationFrame(this.turning);
      this.turning = 0;
      return;
    }
    const start = performance.now();
    const tick = (now: number): void => {
      this.view?.setMotion(((now - start) / 1000) * Math.PI, this.height);
      this.turning = requestAnimationFrame(tick);
    };
    this.turning = requestAnimationFrame(tick);
  }
}
