import uPlot from "uplot";
import { toCsv } from "../data/csv";
import { download, h, segments } from "../dom";
import { onThemeChange, palette } from "../theme";
import { minorTicksOf, tickText, ticksOf } from "./axis";
import { colourOf, light, translucent } from "./palette";
import { csvColumns, drawnValues, type Axis, type ChartSpec, type Curve, type Values } from "./spec";
import { svgOf, type View } from "./svg";
import { heightForScale, type Extent } from "./ticks";

const font = '12px system-ui, "Segoe UI", "DejaVu Sans", sans-serif';
const rightSize = 62;
const axisSize = { left: 62, bottom: 50 };

/** All charts of the page by their names, for tests and for whoever opens the console. */
export const charts = new Map<string, Chart>();

/** A chart with legend, read-out, zoom, files and a table: everything can be reached by keyboard. */
export class Chart {
  readonly element: HTMLElement;
  private spec: ChartSpec;
  private plot: uPlot | undefined;
  private view: Extent;
  private readonly hidden = new Set<string>();
  private dbPerDecade: number;
  private readonly canvas = h("div", { class: "plot" });
  private readonly print = h("div", { class: "print-picture", "aria-hidden": "true" });
  private readonly legend = h("div", { class: "legend" });
  private readonly readOut = h("output", { class: "read-out", "aria-live": "polite" });
  private readonly table = h("details", { class: "data-table", toggle: () => this.fillTable() });

  constructor(spec: ChartSpec) {
    this.spec = spec;
    this.view = spec.x.extent;
    this.dbPerDecade = spec.levels ? 50 : 0;
    for (const curve of spec.curves) if (curve.hidden) this.hidden.add(curve.label);
    this.element = this.layOut();
    this.fillLegend();
    charts.set(spec.id, this);
    onThemeChange(() => this.draw());
    new ResizeObserver(() => this.fit()).observe(this.canvas);
    addEventListener("beforeprint", () => (this.print.innerHTML = this.svg(760, 400)));
    addEventListener("afterprint", () => (this.print.innerHTML = ""));
  }

  /** New values, ends and curves in the same place. The zoom stays. */
  update(spec: ChartSpec): void {
    const alike =
      this.plot !== undefined &&
      spec.curves.length === this.spec.curves.length &&
      spec.curves.every((curve, i) => this.spec.curves[i]?.label === curve.label) &&
      (spec.bands?.length ?? 0) === (this.spec.bands?.length ?? 0) &&
      !spec.curves.some((curve) => curve.stacked);
    const atHome = this.view.from === this.spec.x.extent.from && this.view.to === this.spec.x.extent.to;
    this.spec = spec;
    if (atHome) this.view = spec.x.extent;
    if (alike) {
      this.redraw(this.plot);
    } else {
      this.fillLegend();
      this.draw();
    }
    this.showValues(null);
  }

  private redraw(plot: uPlot | undefined): void {
    const { left, right } = this.spec;
    plot?.batch(() => {
      plot.setData(this.data(), false);
      plot.setScale("x", { min: this.view.from, max: this.view.to });
      plot.setScale("left", { min: left.extent.from, max: left.extent.to });
      if (right) plot.setScale("right", { min: right.extent.from, max: right.extent.to });
    });
  }

  /** Values as they are drawn, first the abscissae: what a test compares with the run's files. */
  drawn(): { label: string; values: Values }[] {
    const values = drawnValues(this.spec, this.isShown);
    return [
      { label: this.spec.x.column, values: this.spec.x.values },
      ...this.spec.curves.map((curve, i) => ({ label: curve.column ?? curve.label, values: values[i] ?? [] })),
    ];
  }

  svg(width = 960, height = 540): string {
    const view: View = { x: this.view, isShown: this.isShown, width, height };
    return svgOf(this.spec, view, light);
  }

  csv(): string {
    const { columns, rows } = csvColumns(this.spec);
    return toCsv(columns, rows);
  }

  /** Shows or hides one curve, or highlights it alone among faint ones. */
  toggle(label: string): void {
    if (!this.hidden.delete(label)) this.hidden.add(label);
    this.fillLegend();
    this.draw();
  }

  private readonly isShown = (curve: Curve): boolean => !this.hidden.has(curve.label);

  private layOut(): HTMLElement {
    const { id, title, description } = this.spec;
    const button = (text: string, name: string, click: () => void): HTMLElement =>
      h("button", { type: "button", class: "quiet", "aria-label": `${text}: ${title}, ${name}`, click }, text);
    const tools = h("div", { class: "tools" },
      this.spec.levels
        ? segments("Scale", [["25", "25 dB/dec"], ["50", "50 dB/dec"], ["0", "Fit"]], "50", (value) => {
            this.dbPerDecade = Number(value);
            this.fit();
          })
        : null,
      button("Reset", "show the whole range", () => this.zoom(this.spec.x.extent)),
      button("PNG", "save as PNG picture", () => void this.savePng()),
      button("SVG", "save as SVG picture", () => download(`${id}.svg`, this.svg(), "image/svg+xml")),
      button("CSV", "save the values", () => download(`${id}.csv`, this.csv(), "text/csv")),
    );
    this.table.append(h("summary", {}, "Values as a table"));
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "group");
    this.canvas.setAttribute(
      "aria-label",
      `Chart: ${title}. ${description} Left and right arrow keys read values, plus and minus zoom, Escape shows all.`,
    );
    this.canvas.addEventListener("keydown", (event) => this.onKey(event));
    return h("figure", { class: "chart", id: `chart-${id}` },
      h("figcaption", {}, h("h3", {}, title), tools),
      this.legend, this.canvas, this.print, this.readOut, this.table,
    );
  }

  private fillLegend(): void {
    const colours = palette();
    const single = this.spec.curves.length === 1 && !this.spec.bands?.length;
    const entries = this.spec.curves.map((curve) =>
      h("button", {
        type: "button",
        "aria-pressed": String(this.isShown(curve)),
        class: curve.dashed ? "entry dashed" : "entry",
        style: `--colour: ${colourOf(colours, curve.colour)}`,
        click: () => this.toggle(curve.label),
      }, h("i"), curve.label, h("b")),
    );
    const bands = (this.spec.bands ?? []).filter((band) => !band.unlisted).map((band) =>
      h("span", { class: "entry band", style: `--colour: ${colourOf(colours, band.colour)}` }, h("i"), band.label),
    );
    const shades = [...new Set((this.spec.shades ?? []).map((shade) => shade.label))].map((label) =>
      h("span", { class: "entry shade" }, h("i"), label),
    );
    this.legend.classList.toggle("single", single);
    this.legend.replaceChildren(...entries, ...bands, ...shades);
  }

  private data(): uPlot.AlignedData {
    const values = drawnValues(this.spec, this.isShown);
    const bounds = (this.spec.bands ?? []).flatMap((band) => [band.upper, band.lower]);
    return [this.spec.x.values, ...values, ...bounds] as unknown as uPlot.AlignedData;
  }

  private plotHeight(): number {
    const frame = this.canvas.clientWidth - axisSize.left - (this.spec.right ? rightSize : 16);
    const wanted = this.dbPerDecade
      ? heightForScale(frame, this.spec.x.extent, this.spec.left.extent, this.dbPerDecade)
      : (this.spec.height ?? 300);
    return Math.round(Math.min(Math.max(wanted, 200), 1100)) + axisSize.bottom + 10;
  }

  private fit(): void {
    const width = this.canvas.clientWidth;
    if (width === 0) return;
    if (!this.plot) this.draw();
    else this.plot.setSize({ width, height: this.plotHeight() });
  }

  private draw(): void {
    const width = this.canvas.clientWidth;
    if (width === 0) return;
    this.plot?.destroy();
    this.fillLegend();
    this.plot = new uPlot(this.options(width), this.data(), this.canvas);
    this.plot.setScale("x", { min: this.view.from, max: this.view.to });
  }

  private options(width: number): uPlot.Options {
    const { x, left, right } = this.spec;
    const scale = (axis: Axis, range: uPlot.Range.Function): uPlot.Scale => ({
      time: false,
      auto: false,
      range,
      ...(axis.log ? { distr: 3 as const } : {}),
    });
    return {
      width,
      height: this.plotHeight(),
      legend: { show: false },
      cursor: {
        drag: { x: true, y: false },
        ...(x.log ? { sync: { key: "frequency", setSeries: false } } : {}),
        points: { size: 7 },
      },
      scales: {
        x: scale(x, (_, min, max) => this.withinHome(min, max)),
        left: scale(left, () => [this.spec.left.extent.from, this.spec.left.extent.to]),
        ...(right
          ? {
              right: scale(right, () => {
                const extent = (this.spec.right ?? right).extent;
                return [extent.from, extent.to];
              }),
            }
          : {}),
      },
      axes: [
        this.axis("x", () => this.spec.x, 2),
        this.axis("left", () => this.spec.left, 3),
        ...(right ? [this.axis("right", () => this.spec.right ?? right, 1)] : []),
      ],
      series: this.series(),
      bands: this.fills(),
      hooks: {
        drawClear: [(plot) => this.drawGround(plot)],
        setCursor: [(plot) => this.showValues(plot.cursor.idx ?? null)],
        setScale: [
          (plot, key) => {
            const { min, max } = plot.scales["x"] ?? {};
            if (key === "x" && min != null && max != null) this.view = { from: min, to: max };
          },
        ],
      },
    };
  }

  /** The whole axis for the whole data; else what was asked for. */
  private withinHome(min: number | null, max: number | null): [number, number] {
    const { values, extent } = this.spec.x;
    const whole =
      min === null || max === null || (min <= (values[0] ?? min) && max >= (values[values.length - 1] ?? max));
    return whole ? [extent.from, extent.to] : [min, max];
  }

  private axis(scale: string, axis: () => Axis, side: 1 | 2 | 3): uPlot.Axis {
    const colours = palette();
    return {
      scale,
      side,
      label: axis().label,
      labelFont: font,
      labelSize: 20,
      labelGap: 2,
      font,
      size: side === 2 ? 30 : 44,
      stroke: colours.muted,
      grid: side === 1 ? { show: false } : { stroke: colours.grid, width: 1 },
      ticks: { show: false },
      border: { show: true, stroke: colours.muted, width: 1 },
      splits: (plot, _, min, max) =>
        ticksOf(axis(), { from: min, to: max }, (side === 2 ? plot.bbox.width : plot.bbox.height) / devicePixelRatio),
      filter: (_, splits) => splits,
      values: (_, splits) => splits.map((value) => tickText(axis(), value)),
    };
  }

  private series(): uPlot.Series[] {
    const colours = palette();
    const series: uPlot.Series[] = [{}];
    for (const curve of this.spec.curves) {
      const colour = colourOf(colours, curve.colour);
      series.push({
        label: curve.label,
        scale: curve.axis === "right" && this.spec.right ? "right" : "left",
        show: this.isShown(curve),
        stroke: curve.faint ? translucent(colour, 0.4) : colour,
        width: curve.faint ? 1 : curve.dashed ? 1.5 : 2,
        ...(curve.dashed ? { dash: [6, 4] } : {}),
        ...(curve.stacked && this.isFirstStacked(curve) ? { fill: translucent(colour, 0.55), fillTo: 0 } : {}),
        points: { show: this.spec.x.values.length < 25 },
        spanGaps: false,
      });
    }
    for (let i = 0; i < 2 * (this.spec.bands?.length ?? 0); ++i)
      series.push({ scale: "left", stroke: "transparent", points: { show: false } });
    return series;
  }

  private isFirstStacked(curve: Curve): boolean {
    return this.spec.curves.find((other) => other.stacked && this.isShown(other)) === curve;
  }

  private fills(): uPlot.Band[] {
    const colours = palette();
    const fills: uPlot.Band[] = (this.spec.bands ?? []).map((band, k) => {
      const first = this.spec.curves.length + 1 + 2 * k;
      return { series: [first, first + 1], fill: translucent(colourOf(colours, band.colour), 0.2) };
    });
    let below = -1;
    this.spec.curves.forEach((curve, i) => {
      if (!curve.stacked || !this.isShown(curve)) return;
      if (below >= 0)
        fills.push({ series: [i + 1, below + 1], fill: translucent(colourOf(colours, curve.colour), 0.55) });
      below = i;
    });
    return fills;
  }

  /** Shaded parts and fine lines, under everything else. */
  private drawGround(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const colours = palette();
    const within = (x: number): number => Math.min(Math.max(x, bbox.left), bbox.left + bbox.width);
    ctx.save();
    ctx.fillStyle = colours.shade;
    for (const shade of this.spec.shades ?? []) {
      const from = within(plot.valToPos(shade.from, "x", true));
      const to = within(plot.valToPos(shade.to, "x", true));
      ctx.fillRect(from, bbox.top, to - from, bbox.height);
    }
    ctx.strokeStyle = colours.fineGrid;
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    for (const value of minorTicksOf(this.spec.x, this.view)) {
      const x = plot.valToPos(value, "x", true);
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
    }
    for (const value of minorTicksOf(this.spec.left, this.spec.left.extent)) {
      const y = plot.valToPos(value, "left", true);
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
    }
    ctx.stroke();
    ctx.restore();
  }

  /** Values under the cursor, beside the names of the curves. */
  private showValues(index: number | null): void {
    const entries = this.legend.querySelectorAll("button.entry b");
    const { x, left, right } = this.spec;
    const spoken: string[] = [];
    this.spec.curves.forEach((curve, i) => {
      const value = index === null ? null : curve.values[index];
      const axis = curve.axis === "right" && right ? right : left;
      const text = value == null ? "" : axis.text(value);
      const entry = entries[i];
      if (entry) entry.textContent = text;
      if (text && this.isShown(curve)) spoken.push(`${curve.label} ${text}`);
    });
    const at = index === null ? undefined : x.values[index];
    this.readOut.textContent = at === undefined ? "" : x.text(at);
    this.readOut.setAttribute("aria-label", at === undefined ? "" : `${x.text(at)}: ${spoken.slice(0, 6).join(", ")}`);
  }

  private onKey(event: KeyboardEvent): void {
    const n = this.spec.x.values.length;
    const index = this.plot?.cursor.idx ?? -1;
    const stride = event.shiftKey ? 10 : 1;
    if (event.key === "ArrowRight") this.moveCursor(Math.min(index + stride, n - 1));
    else if (event.key === "ArrowLeft") this.moveCursor(Math.max(index < 0 ? n - 1 : index - stride, 0));
    else if (event.key === "Home") this.moveCursor(0);
    else if (event.key === "End") this.moveCursor(n - 1);
    else if (event.key === "+" || event.key === "=") this.zoomBy(0.5);
    else if (event.key === "-") this.zoomBy(2);
    else if (event.key === "Escape") this.zoom(this.spec.x.extent);
    else return;
    event.preventDefault();
  }

  private moveCursor(index: number): void {
    const at = this.spec.x.values[index];
    if (!this.plot || at === undefined) return;
    const value = this.spec.curves.find(this.isShown)?.values[index] ?? this.spec.left.extent.from;
    this.plot.setCursor({ left: this.plot.valToPos(at, "x"), top: this.plot.valToPos(value, "left") });
  }

  private zoomBy(factor: number): void {
    const log = this.spec.x.log === true;
    const to = (x: number): number => (log ? Math.log(x) : x);
    const back = (x: number): number => (log ? Math.exp(x) : x);
    const index = this.plot?.cursor.idx;
    const middle = to(
      (index != null ? this.spec.x.values[index] : undefined) ?? back((to(this.view.from) + to(this.view.to)) / 2),
    );
    const home = this.spec.x.extent;
    this.zoom({
      from: Math.max(back(middle + factor * (to(this.view.from) - middle)), home.from),
      to: Math.min(back(middle + factor * (to(this.view.to) - middle)), home.to),
    });
  }

  private zoom(extent: Extent): void {
    this.plot?.setScale("x", { min: extent.from, max: extent.to });
  }

  private async savePng(): Promise<void> {
    const [width, height, sharpness] = [1200, 675, 2];
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(this.svg(width, height))}`;
    await image.decode();
    const canvas = h("canvas", { width: width * sharpness, height: height * sharpness });
    const context = canvas.getContext("2d");
    if (!context) return;
    context.scale(sharpness, sharpness);
    context.drawImage(image, 0, 0);
    canvas.toBlob((blob) => blob && download(`${this.spec.id}.png`, blob), "image/png");
  }

  private fillTable(): void {
    if (!this.table.open || this.table.querySelector("table")) return;
    const { columns, rows } = csvColumns(this.spec);
    this.table.append(
      h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `Values of ${this.spec.title}` },
        h("table", {},
          h("thead", {}, h("tr", {}, ...columns.map((name) => h("th", { scope: "col" }, name)))),
          h("tbody", {},
            ...rows.map((row) =>
              h("tr", {}, ...row.map((value) => h("td", {}, value === null ? "" : String(Number(value.toPrecision(6)))))),
            ),
          ),
        ),
      ),
    );
  }
}
