import { minorTicksOf, tickText, ticksOf } from "./axis";
import { colourOf, type Palette } from "./palette";
import { drawnValues, type Axis, type ChartSpec, type Curve, type Values } from "./spec";
import type { Extent } from "./ticks";

/** What of a chart is in view. */
export interface View {
  x: Extent;
  isShown: (curve: Curve) => boolean;
  width: number;
  height: number;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const font = "font-family=\"'Inter', 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif\"";
const number = (value: number): string => String(Math.round(100 * value) / 100);

/** A place on an axis as a fraction of its length. */
export function fractionOf(axis: Axis, extent: Extent, value: number): number {
  const scale = axis.log ? Math.log10 : (x: number): number => x;
  return (scale(value) - scale(extent.from)) / (scale(extent.to) - scale(extent.from));
}

interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A chart as a picture of lines and texts, for files and for print. */
export function svgOf(spec: ChartSpec, view: View, palette: Palette): string {
  return new SvgChart(spec, view, palette).text();
}

class SvgChart {
  private readonly parts: string[] = [];
  private readonly frame: Frame;
  private readonly legend: { rows: Curve[][]; height: number };

  constructor(
    private readonly spec: ChartSpec,
    private readonly view: View,
    private readonly palette: Palette,
  ) {
    this.legend = this.layOutLegend();
    const right = spec.right ? 64 : 18;
    this.frame = {
      left: 64,
      top: 44 + this.legend.height,
      width: view.width - 64 - right,
      height: view.height - 44 - this.legend.height - 52,
    };
  }

  text(): string {
    const { width, height } = this.view;
    this.title();
    this.shades();
    this.grid();
    this.bands();
    this.curves();
    this.axes();
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
      `role="img" ${font} font-size="12"><title>${escaped(this.spec.title)}</title>` +
      `<clipPath id="${this.spec.id}-frame"><rect ${this.box()}/></clipPath>` +
      `<rect width="${width}" height="${height}" fill="${this.palette.paper}"/>${this.parts.join("")}</svg>`
    );
  }

  private box(): string {
    const { left, top, width, height } = this.frame;
    return `x="${left}" y="${top}" width="${width}" height="${height}"`;
  }

  private shown(): Curve[] {
    return this.spec.curves.filter(this.view.isShown);
  }

  private layOutLegend(): { rows: Curve[][]; height: number } {
    const shown = this.shown().slice(0, 24);
    if (shown.length + (this.spec.bands?.length ?? 0) < 2) return { rows: [], height: 0 };
    const rows: Curve[][] = [[]];
    let used = 0;
    for (const curve of shown) {
      const length = 44 + 6.6 * curve.label.length;
      if (used + length > this.view.width - 90 && used > 0) {
        rows.push([]);
        used = 0;
      }
      rows.at(-1)?.push(curve);
      used += length;
    }
    return { rows, height: 18 * rows.length };
  }

  private title(): void {
    const { ink } = this.palette;
    this.parts.push(
      `<text x="${this.frame.left}" y="24" font-size="15" font-weight="600" fill="${ink}">${escaped(this.spec.title)}</text>`,
    );
    this.legend.rows.forEach((row, r) => {
      let x = this.frame.left;
      const y = 44 + 18 * r;
      for (const curve of row) {
        this.parts.push(
          `<line x1="${number(x)}" x2="${number(x + 20)}" y1="${y - 4}" y2="${y - 4}" ${this.stroke(curve)}/>` +
            `<text x="${number(x + 26)}" y="${y}" fill="${ink}">${escaped(curve.label)}</text>`,
        );
        x += 44 + 6.6 * curve.label.length;
      }
    });
  }

  private stroke(curve: Curve): string {
    const dash = curve.dashed ? ' stroke-dasharray="6 4"' : "";
    const opacity = curve.faint ? ' stroke-opacity="0.45"' : "";
    const width = curve.faint ? 1 : curve.dashed ? 1.5 : 2;
    return `fill="none" stroke="${colourOf(this.palette, curve.colour)}" stroke-width="${width}"${dash}${opacity}`;
  }

  private x(value: number): number {
    return this.frame.left + this.frame.width * fractionOf(this.spec.x, this.view.x, value);
  }

  private y(axis: Axis, value: number): number {
    return this.frame.top + this.frame.height * (1 - fractionOf(axis, axis.extent, value));
  }

  private shades(): void {
    for (const shade of this.spec.shades ?? []) {
      const from = Math.max(this.x(shade.from), this.frame.left);
      const to = Math.min(this.x(shade.to), this.frame.left + this.frame.width);
      if (to > from)
        this.parts.push(
          `<rect x="${number(from)}" y="${this.frame.top}" width="${number(to - from)}" height="${this.frame.height}" fill="${this.palette.shade}"/>`,
        );
    }
  }

  private grid(): void {
    const { left, top, width, height } = this.frame;
    const { grid, fineGrid } = this.palette;
    const vertical = (value: number, colour: string): string =>
      `<path d="M${number(this.x(value))} ${top}v${height}" stroke="${colour}"/>`;
    const horizontal = (value: number, colour: string): string =>
      `<path d="M${left} ${number(this.y(this.spec.left, value))}h${width}" stroke="${colour}"/>`;
    for (const value of minorTicksOf(this.spec.x, this.view.x)) this.parts.push(vertical(value, fineGrid));
    for (const value of minorTicksOf(this.spec.left, this.spec.left.extent))
      this.parts.push(horizontal(value, fineGrid));
    for (const value of ticksOf(this.spec.x, this.view.x, width)) this.parts.push(vertical(value, grid));
    for (const value of ticksOf(this.spec.left, this.spec.left.extent, height))
      this.parts.push(horizontal(value, grid));
  }

  private axes(): void {
    const { left, top, width, height } = this.frame;
    const { ink, muted } = this.palette;
    const bottom = top + height;
    this.parts.push(`<rect ${this.box()} fill="none" stroke="${muted}"/>`);
    const text = (x: number, y: number, anchor: string, content: string): string =>
      `<text x="${number(x)}" y="${number(y)}" text-anchor="${anchor}" fill="${ink}">${escaped(content)}</text>`;
    for (const value of ticksOf(this.spec.x, this.view.x, width))
      this.parts.push(text(this.x(value), bottom + 18, "middle", tickText(this.spec.x, value)));
    this.parts.push(text(left + width / 2, bottom + 40, "middle", this.spec.x.label));
    for (const [axis, x, anchor] of [
      [this.spec.left, left - 8, "end"],
      [this.spec.right, left + width + 8, "start"],
    ] as const) {
      if (!axis) continue;
      for (const value of ticksOf(axis, axis.extent, height))
        this.parts.push(text(x, this.y(axis, value) + 4, anchor, tickText(axis, value)));
      const at = anchor === "end" ? 18 : this.view.width - 10;
      const middle = top + height / 2;
      this.parts.push(
        `<text transform="translate(${at} ${number(middle)}) rotate(-90)" text-anchor="middle" fill="${ink}">${escaped(axis.label)}</text>`,
      );
    }
  }

  /** Lines through what is known, broken where it isn't. */
  private path(axis: Axis, values: Values): string {
    let path = "";
    let pen = false;
    values.forEach((value, i) => {
      const x = this.spec.x.values[i];
      if (value === null || x === undefined || (axis.log && value <= 0)) {
        pen = false;
        return;
      }
      path += `${pen ? "L" : "M"}${number(this.x(x))} ${number(this.y(axis, value))}`;
      pen = true;
    });
    return path;
  }

  /** The area between two curves over the stretches where both are known. */
  private area(axis: Axis, upper: Values, lower: Values): string {
    const known = (i: number): boolean => upper[i] != null && lower[i] != null;
    let path = "";
    for (let from = 0; from < upper.length; ++from) {
      if (!known(from)) continue;
      let to = from;
      while (known(to + 1)) ++to;
      const part = (values: Values): string[] =>
        values.slice(from, to + 1).map((value, k) => {
          const x = this.spec.x.values[from + k] ?? 0;
          return `${number(this.x(x))} ${number(this.y(axis, value ?? 0))}`;
        });
      path += `M${part(upper).join("L")}L${part(lower).reverse().join("L")}Z`;
      from = to;
    }
    return path;
  }

  private clipped(content: string): void {
    this.parts.push(`<g clip-path="url(#${this.spec.id}-frame)">${content}</g>`);
  }

  private bands(): void {
    for (const band of this.spec.bands ?? [])
      this.clipped(
        `<path d="${this.area(this.spec.left, band.upper, band.lower)}" fill="${colourOf(this.palette, band.colour)}" fill-opacity="0.2"/>`,
      );
  }

  private curves(): void {
    const values = drawnValues(this.spec, this.view.isShown);
    let below: Values = this.spec.x.values.map(() => 0);
    this.spec.curves.forEach((curve, i) => {
      if (!this.view.isShown(curve)) return;
      const drawn = values[i] ?? [];
      const axis = curve.axis === "right" ? (this.spec.right ?? this.spec.left) : this.spec.left;
      if (curve.stacked) {
        this.clipped(
          `<path d="${this.area(axis, drawn, below)}" fill="${colourOf(this.palette, curve.colour)}" fill-opacity="0.55"/>`,
        );
        below = drawn;
      }
      this.clipped(`<path d="${this.path(axis, drawn)}" ${this.stroke(curve)}/>`);
    });
  }
}
