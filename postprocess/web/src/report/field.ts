import { h, segments } from "../dom";
import { integers, numbers } from "../data/packed";
import type { FieldSeries, Run } from "../data/run";
import { fixedText, frequencyText, numberText } from "../format";
import { gradient, levelColours, signedColours } from "../scene/colours";
import type { CutAxis, FieldView, Phasors, Quantity, ShellMesh } from "../scene/view";
import type { Section } from "./section";

/** The view of the page, for tests. */
export const fieldViews: FieldView[] = [];

/** Pressure in the air and motion of the diaphragms, to turn, cut, step and animate. */
export function fieldSection(run: Run): Section | undefined {
  const { air, shells } = run.data;
  if (!air || air.steps.length === 0) return undefined;
  const stage = h("div", { class: "stage" });
  const panel = h("div", { class: "field-panel" });
  const start = (): void => {
    void FieldPanel.open(stage, panel, air, shells).catch((error: unknown) => {
      stage.replaceChildren(h("p", { class: "caution" }, `The field can't be drawn: ${String(error)}`));
    });
  };
  // Unpacking and the graphics card wait until somebody looks.
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    start();
  }, { rootMargin: "400px" });
  watch.observe(stage);
  const shown = air.steps.length < air.written ? ` ${air.steps.length} of the ${air.written} frequencies written are shown.` : "";
  return {
    id: "field",
    title: "Sound field",
    lead: `Pressure in the air and motion of the diaphragms. Drag to turn, scroll to come closer, or use the arrow keys.${shown}`,
    content: [h("div", { class: "field" }, stage, panel)],
  };
}

export const phasors = async (step: { re: FieldSeries["steps"][number]["re"]; im: FieldSeries["steps"][number]["im"] }): Promise<Phasors> => {
  const [re, im] = await Promise.all([numbers(step.re), numbers(step.im)]);
  return { re, im };
};

export const largestOf = (values: Phasors, components: number): number => {
  let largest = 0;
  for (let i = 0; i < values.re.length; i += components) {
    let square = 0;
    for (let c = 0; c < components; ++c) square += (values.re[i + c] ?? 0) ** 2 + (values.im[i + c] ?? 0) ** 2;
    largest = Math.max(largest, square);
  }
  return Math.sqrt(largest);
};

/** Nodes [mm] and cells. */
export async function meshOf(series: FieldSeries): Promise<ShellMesh> {
  const [nodes, cells] = [await numbers(series.nodes_mm), await integers(series.cells)];
  if (cells instanceof Int16Array) throw new Error("the numbers of nodes have a sign");
  return { nodes, cells };
}

const cutAxes: readonly (readonly [CutAxis, string])[] = [["none", "None"], ["x", "x"], ["y", "y"], ["z", "z"]];

class FieldPanel {
  private step = 0;
  private quantity: Quantity = "level";
  private axis: CutAxis = "x";
  private phase = 0;
  private turning = 0;
  private pressure: Phasors | undefined;
  private largestMotion = 0;
  private readonly gain = slider("Motion", 0, 100, 40, () => this.applyMotion());
  private readonly place = slider("Cut at", 0, 1000, 500, () => this.applyCut());
  private readonly phaseSlider = slider("Phase", 0, 360, 0, (value) => {
    this.phase = (value * Math.PI) / 180;
    this.applyMotion();
  });
  private readonly legend = h("div", { class: "colour-bar" });
  private readonly status = h("output", { class: "field-status", "aria-live": "polite" });
  private readonly play = h("button", { type: "button", "aria-pressed": "false", click: () => this.togglePlay() }, "Animate");

  private constructor(
    private readonly view: FieldView,
    private readonly air: FieldSeries,
    private readonly shells: FieldSeries[],
  ) {}

  static async open(stage: HTMLElement, panel: HTMLElement, air: FieldSeries, shells: FieldSeries[]): Promise<void> {
    const { FieldView } = await import("../scene/view");
    const mesh = { ...(await meshOf(air)), nodesPerCell: air.nodes_per_cell };
    const view = new FieldView(stage, mesh, await Promise.all(shells.map(meshOf)));
    fieldViews.push(view);
    const field = new FieldPanel(view, air, shells);
    panel.append(...field.controls());
    await field.show(0);
    field.applyCut();
  }

  private controls(): HTMLElement[] {
    const steps = this.air.steps;
    const choice = h("select", { "aria-label": "Frequency of the field", change: (event) => {
      void this.show(Number((event.target as HTMLSelectElement).value));
    } }, ...steps.map((step, i) => h("option", { value: i }, frequencyText(step.frequency_hz))));
    const move = (by: number): void => {
      const next = Math.min(Math.max(this.step + by, 0), steps.length - 1);
      choice.value = String(next);
      void this.show(next);
    };
    const stepper = h("div", { class: "stepper" },
      h("button", { type: "button", "aria-label": "Lower frequency", click: () => move(-1) }, "‹"),
      choice,
      h("button", { type: "button", "aria-label": "Higher frequency", click: () => move(1) }, "›"),
    );
    return [
      row("Frequency", stepper),
      row("Colour", segments("Colour", [["level", "Level"], ["pressure", "Pressure"]] as const, this.quantity, (value) => {
        this.quantity = value;
        this.applyColours();
      })),
      this.legend,
      row("Cut", segments("Cut across", cutAxes, this.axis, (axis) => {
        this.axis = axis;
        this.applyCut();
      })),
      this.place.element,
      row("Cycle", this.play),
      this.phaseSlider.element,
      ...(this.shells.length > 0 ? [this.gain.element] : []),
      h("button", { type: "button", class: "quiet", click: () => this.view.home() }, "First view"),
      this.status,
    ];
  }

  private async show(step: number): Promise<void> {
    const field = this.air.steps[step];
    if (!field) return;
    this.step = step;
    this.pressure = await phasors(field);
    this.view.setPressure(this.pressure);
    this.largestMotion = 0;
    for (const [k, shell] of this.shells.entries()) {
      const motion = shell.steps.find((other) => Math.abs(other.frequency_hz - field.frequency_hz) < 1e-6 * field.frequency_hz);
      if (!motion) continue;
      const displacement = await phasors(motion);
      this.largestMotion = Math.max(this.largestMotion, largestOf(displacement, 3));
      this.view.setDisplacement(k, displacement);
    }
    this.applyColours();
    this.applyMotion();
  }

  private applyColours(): void {
    if (!this.pressure) return;
    const largest = largestOf(this.pressure, 1);
    if (this.quantity === "level") {
      const top = Math.ceil(20 * Math.log10(Math.max(largest, 1e-12) / 20e-6));
      const bottom = top - this.levelDepth(top);
      this.view.setColours("level", bottom, top);
      this.fillLegend(levelColours, `${bottom}`, `${top} dB SPL`);
    } else {
      const reach = Math.SQRT2 * largest;
      this.view.setColours("pressure", -reach, reach);
      this.fillLegend(signedColours, `${numberText(-reach, 2)}`, `${numberText(reach, 2)} Pa peak`);
    }
  }

  /** Down to what one in fifty nodes lies below, at most 60 dB. */
  private levelDepth(top: number): number {
    const { re = new Float32Array(0), im = new Float32Array(0) } = this.pressure ?? {};
    const levels = Array.from(re, (value, i) => 20 * Math.log10(Math.max(Math.hypot(value, im[i] ?? 0), 1e-12) / 20e-6)).sort((a, b) => a - b);
    const low = levels[Math.floor(levels.length / 50)] ?? top - 60;
    return [2, 5, 10, 20, 30, 40, 50].find((depth) => top - low <= depth) ?? 60;
  }

  private fillLegend(colours: Uint8Array, low: string, high: string): void {
    this.legend.replaceChildren(h("i", { style: `background: ${gradient(colours)}` }), h("span", {}, low), h("span", {}, high));
  }

  private applyCut(): void {
    const { low, high } = this.view.box;
    const d = this.axis === "y" ? 1 : this.axis === "z" ? 2 : 0;
    const place = low[d] + ((high[d] - low[d]) * (this.place.value() + 0.37)) / 1000;
    this.place.element.hidden = this.axis === "none";
    this.place.label(`${fixedText(place, 2)} mm`);
    this.view.setCut(this.axis, place);
  }

  /** The drawn motion is given by its height; what it is enlarged by is said. */
  private applyMotion(): void {
    const { low, high } = this.view.box;
    const height = (this.gain.value() / 100) * 0.08 * Math.hypot(high[0] - low[0], high[1] - low[1], high[2] - low[2]);
    const peak = Math.SQRT2 * 1e3 * this.largestMotion;
    // RMS phasors in metres, drawn in millimetres.
    const gain = peak > 0 ? (Math.SQRT2 * 1e3 * height) / peak : 0;
    this.gain.label(peak > 0 ? `${numberText(height / peak, 3)} ×` : "–");
    this.phaseSlider.label(`${Math.round((this.phase * 180) / Math.PI) % 360}°`);
    this.view.setMotion(this.phase, gain);
    this.status.textContent = peak > 0 ? `Largest motion: ${numberText(1e3 * peak, 3)} µm peak` : "";
  }

  private togglePlay(): void {
    const on = this.turning === 0;
    this.play.setAttribute("aria-pressed", String(on));
    this.play.textContent = on ? "Stop" : "Animate";
    if (!on) {
      cancelAnimationFrame(this.turning);
      this.turning = 0;
      return;
    }
    let last = performance.now();
    const tick = (now: number): void => {
      this.phase = (this.phase + ((now - last) / 1000) * Math.PI) % (2 * Math.PI);
      last = now;
      this.phaseSlider.set((this.phase * 180) / Math.PI);
      this.applyMotion();
      this.turning = requestAnimationFrame(tick);
    };
    this.turning = requestAnimationFrame(tick);
  }
}

const row = (name: string, control: HTMLElement): HTMLElement => h("div", { class: "control" }, h("span", {}, name), control);

function slider(name: string, from: number, to: number, start: number, change: (value: number) => void) {
  const shown = h("output");
  const input = h("input", { type: "range", min: from, max: to, value: start, step: "any", "aria-label": name,
    input: () => change(Number(input.value)) });
  return {
    element: h("div", { class: "control slider" }, h("span", {}, name, shown), input),
    value: (): number => Number(input.value),
    set: (value: number): void => void (input.value = String(value)),
    label: (text: string): void => void (shown.textContent = text),
  };
}
