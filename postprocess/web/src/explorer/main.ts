import "uplot/dist/uPlot.min.css";
import "../style.css";
import "./style.css";
import "../page";
import { Chart, charts } from "../chart/chart";
import { overlayButton } from "../chart/overlay";
import type { ChartSpec } from "../chart/spec";
import { extentOf } from "../chart/ticks";
import type { NamedOverlay } from "../data/overlay";
import { byId, download, h } from "../dom";
import { fixedText, numberText } from "../format";
import { themeButton } from "../theme";
import { excursionChart, impedanceChart, isolationChart, levelChart, phaseChart, velocityChart, type Shown, type Snapshot } from "./charts";
import {
  askForRefit, configText, describeModel, evaluate, isolationOf, Latest, stateOfRefit,
  type Answer, type Columns, type Description,
} from "./client";
import { History } from "./history";
import { positionOf, quantityText, valueAt, type Parameter, type Values } from "./parameter";

/** Points of a settled curve, and of one that a slow machine draws while a slider moves. */
const fine = 200;
const coarse = 60;
const slidersAtFirst = 10;
const settledAfter = 250; // [ms]
const isolationPoints = 60; // each of them several solves
const refitAskedEvery = 500; // [ms]

interface Question {
  values: Values;
  points: number;
  asked: number;
}

class ExplorerPage {
  private readonly history = new History();
  private readonly sliders = new Map<string, { show: (value: number) => void }>();
  private readonly charts = new Map<string, Chart>();
  private readonly chartArea = h("div", { class: "explorer-charts" });
  private readonly sliderArea = h("div", { class: "sliders" });
  private readonly status = h("output", { class: "explorer-status", "aria-live": "polite" });
  private readonly undo = this.button("Undo", () => this.step(() => this.history.undo()));
  private readonly redo = this.button("Redo", () => this.step(() => this.history.redo()));
  private readonly refitButton = this.button("Fit the model here", () => void this.refit());
  private answer: Answer | undefined;
  private snapshots: Snapshot[] = [];
  private overlays: NamedOverlay[] = [];
  private settling: ReturnType<typeof setTimeout> | undefined;
  private fineTakes = 0;
  private readonly questions = new Latest<Question, Answer>(
    ({ values, points }) => evaluate(values, points),
    (answer, question) => this.show(answer, question),
    (error) => this.complain(error),
  );
  private readonly isolationQuestions = new Latest<Values, Columns>(
    (values) => isolationOf(values, isolationPoints),
    (isolation) => this.drawSpec(isolationChart(isolation)),
    (error) => this.complain(error),
  );

  constructor(private readonly model: Description) {
    model.parameters.slice(0, slidersAtFirst).forEach((parameter) => this.addSlider(parameter));
  }

  element(): HTMLElement {
    return h("div", { class: "explorer" },
      h("aside", { "aria-label": "Parameters" },
        h("p", { class: "over" }, `earshot explorer · ${this.model.basis_vectors} vectors`),
        h("h1", {}, this.model.title),
        this.sliderArea,
        this.moreParameters(),
      ),
      h("main", {},
        h("div", { class: "explorer-bar" },
          this.undo, this.redo,
          this.button("Reset", () => this.step(() => this.history.replace({}))),
          this.button("Snapshot", () => this.keepSnapshot()),
          this.button("Clear snapshots", () => this.clear()),
          overlayButton(
            (overlay) => {
              this.overlays.push(overlay);
              this.draw();
            },
            (error) => this.complain(error),
          ),
          this.refitButton,
          this.button("Save as config", () => void this.saveConfig()),
          themeButton(),
          this.status,
        ),
        this.chartArea,
      ),
    );
  }

  start(): void {
    this.askNow(fine);
    this.isolationQuestions.ask(this.history.values);
  }

  private button(text: string, click: () => void): HTMLButtonElement {
    return h("button", { type: "button", click }, text);
  }

  private addSlider(parameter: Parameter): void {
    if (this.sliders.has(parameter.key)) return;
    const shown = h("output");
    const input = h("input", {
      type: "range", min: 0, max: 1, step: 0.0005,
      "aria-label": parameter.key,
      input: () => this.move(parameter, valueAt(parameter, Number(input.value))),
      change: () => this.history.settle(),
    });
    const show = (value: number): void => {
      input.value = String(positionOf(parameter, value));
      shown.textContent = quantityText(value, parameter.unit);
      input.setAttribute("aria-valuetext", shown.textContent);
      element.classList.toggle("changed", this.history.values[parameter.key] !== undefined);
    };
    const back = h("button", {
      type: "button", class: "quiet", "aria-label": `${parameter.key}: back to the case's value`,
      click: () => this.step(() => {
        this.history.set(parameter.key, undefined);
        this.history.settle();
      }),
    }, "↺");
    const element = h("div", { class: "slider-row" },
      h("div", { class: "slider-head" }, h("span", { title: parameter.key }, shortKey(parameter.key)), shown, back),
      input,
    );
    this.sliders.set(parameter.key, { show: (value) => show(value) });
    this.sliderArea.append(element);
    show(this.history.values[parameter.key] ?? parameter.value);
  }

  private moreParameters(): HTMLElement {
    const list = h("datalist", { id: "keys" }, ...this.model.parameters.map(({ key }) => h("option", { value: key })));
    const input = h("input", {
      type: "text", list: "keys", placeholder: "another key …", "aria-label": "Add a slider for a key",
      change: () => {
        const parameter = this.model.parameters.find(({ key }) => key === input.value.trim());
        if (!parameter) return this.complain(new Error(`the model answers for no ${input.value}: see the list`));
        this.addSlider(parameter);
        input.value = "";
      },
    });
    return h("div", { class: "more" }, input, list);
  }

  private move(parameter: Parameter, value: number): void {
    this.history.set(parameter.key, value);
    this.sliders.get(parameter.key)?.show(value);
    this.refreshButtons();
    this.askNow(this.fineTakes < 100 ? fine : coarse);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      if (this.fineTakes >= 100) this.askNow(fine);
      this.isolationQuestions.ask(this.history.values);
    }, settledAfter);
  }

  private step(change: () => void): void {
    change();
    for (const { key, value } of this.model.parameters) this.sliders.get(key)?.show(this.history.values[key] ?? value);
    this.refreshButtons();
    this.start();
  }

  private refreshButtons(): void {
    this.undo.disabled = !this.history.canUndo;
    this.redo.disabled = !this.history.canRedo;
  }

  private askNow(points: number): void {
    this.questions.ask({ values: this.history.values, points, asked: performance.now() });
  }

  private show(answer: Answer, question: Question): void {
    this.answer = answer;
    this.draw();
    const took = performance.now() - question.asked;
    if (question.points === fine) this.fineTakes = took;
    window.earshot.delays.push(took);
    const error = extentOf([answer.response["error_db"] ?? []])?.to ?? 0;
    const beyond = error > this.model.tolerance_db;
    this.status.classList.toggle("caution", beyond);
    this.status.textContent = `${beyond ? "Far from the design that the model was made for: the level may be wrong by" : "Error at most"} ${numberText(error, 2)} dB · ${fixedText(took, 0)} ms`;
    this.refreshButtons();
  }

  private draw(): void {
    if (!this.answer) return;
    const shown: Shown = { answer: this.answer, snapshots: this.snapshots, overlays: this.overlays };
    for (const spec of [levelChart(shown), impedanceChart(shown), excursionChart(shown), phaseChart(shown), velocityChart(shown)])
      this.drawSpec(spec);
  }

  private drawSpec(spec: ChartSpec | undefined): void {
    if (!spec) return;
    const known = this.charts.get(spec.id);
    if (known) return known.update(spec);
    const chart = new Chart(spec);
    this.charts.set(spec.id, chart);
    this.chartArea.append(chart.element);
  }

  private keepSnapshot(): void {
    if (!this.answer) return;
    const changes = Object.entries(this.history.values).map(([key, value]) => {
      const unit = this.model.parameters.find((parameter) => parameter.key === key)?.unit ?? "";
      return `${shortKey(key)} ${quantityText(value, unit)}`;
    });
    this.snapshots.push({ label: `${this.snapshots.length + 1}: ${changes.join(", ") || "the case"}`, answer: this.answer });
    this.draw();
  }

  private clear(): void {
    this.snapshots = [];
    this.overlays = [];
    this.draw();
  }

  private async saveConfig(): Promise<void> {
    try {
      download("explored.toml", await configText(this.history.values), "application/toml");
    } catch (error) {
      this.complain(error);
    }
  }

  /** Has the program fit its model to this design too, and shows how far it is. */
  private async refit(): Promise<void> {
    this.refitButton.disabled = true;
    try {
      let state = await askForRefit(this.history.values);
      while (state.busy) {
        this.status.textContent = `Fitting: ${state.text || "waiting"}`;
        await new Promise((resolve) => setTimeout(resolve, refitAskedEvery));
        state = await stateOfRefit();
      }
      if (state.error) throw new Error(`The model is as it was: ${state.error}`);
      this.start();
    } catch (error) {
      this.complain(error);
    } finally {
      this.refitButton.disabled = false;
    }
  }

  private complain(error: unknown): void {
    this.status.classList.add("caution");
    this.status.textContent = error instanceof TypeError ? "The program doesn't answer any more." : String(error).replace(/^Error: /, "");
  }
}

/** The last parts of a key: those that tell it from its neighbours. */
function shortKey(key: string): string {
  const parts = key.split(".");
  return parts.slice(key.includes("[") ? -3 : -2).join(" ").replaceAll("_", " ");
}

async function show(): Promise<void> {
  window.earshot = { charts, fieldViews: [], ready: false, delays: [] };
  const model = await describeModel();
  document.title = `${model.title} – earshot explorer`;
  const page = new ExplorerPage(model);
  byId("page").replaceChildren(page.element());
  page.start();
  window.earshot.ready = true;
}

void show().catch((error: unknown) => {
  byId("page").replaceChildren(h("p", { class: "caution" }, String(error)));
});
