import { Chart } from "../chart/chart";
import { overlayButton, overlayCurve } from "../chart/overlay";
import type { Band, ChartSpec, Curve, Values } from "../chart/spec";
import { extentOf } from "../chart/ticks";
import type { Run } from "../data/run";
import type { Table } from "../data/csv";
import type { NamedOverlay } from "../data/overlay";
import { h } from "../dom";
import { fixedText, numberText, words } from "../format";
import {
  frequenciesOf, frequencyAxis, levelAxis, linearAxis, phaseAxis, phaseAxisFor, shadesOutside,
} from "./axes";
import { sortableTable, type Section } from "./section";
import { excursionSpec, isolationSpec, variantText, velocitySpec } from "./specs";

const suffixed = (table: Table, ending: string): string[] =>
  table.columns.filter((name) => name.endsWith(ending) && name !== ending.slice(1));

/** Level at the eardrum with its error band, at probes, and the phase with the group delay. */
export function responseSection(run: Run): Section | undefined {
  const table = run.table("response.csv");
  if (!table) return undefined;
  const frequencies = frequenciesOf(table);
  const level = table.numbers("spl_db");
  const estimated = ["error_total_db", "error_db"].find((column) => table.has(column));
  const error = estimated === undefined ? [] : table.numbers(estimated);
  const probes = suffixed(table, "_spl_db");
  const curves: Curve[] = [
    { label: "eardrum", values: level, axis: "left", colour: 0, column: "spl_db" },
    ...probes.map((column, i): Curve => ({
      label: words(column.replace(/_spl_db$/, "")),
      values: table.numbers(column),
      axis: "left",
      colour: i + 1,
      column,
    })),
  ];
  const shades = table.has("in_ear_band") ? shadesOutside(frequencies, table.numbers("in_ear_band")) : [];
  const overlays: NamedOverlay[] = [];
  const spec = (): ChartSpec => {
    const all = [...curves, ...overlays.map((overlay, i) => overlayCurve(overlay, i, frequencies, level))];
    return {
      id: "response",
      title: probes.length > 0 ? "Sound pressure level" : "Sound pressure level at the eardrum",
      description: describeLevel(frequencies, level),
      x: frequencyAxis(frequencies),
      left: levelAxis("SPL [dB re 20 µPa]", all.map((curve) => curve.values)),
      curves: all,
      bands: errorBand(level, error),
      shades,
      levels: true,
    };
  };
  const levels = new Chart(spec());
  return {
    id: "response",
    title: "Response",
    lead: errorLead(table),
    content: [levels.element, overlayBar(overlays, () => levels.update(spec())), phaseChart(table, frequencies, shades).element],
  };
}

/** Measured and target curves to compare with; they stay on this page and in no file. */
function overlayBar(overlays: NamedOverlay[], draw: () => void): HTMLElement {
  const told = h("output", { "aria-live": "polite" });
  const button = overlayButton(
    (overlay) => {
      overlays.push(overlay);
      told.textContent = "";
      draw();
    },
    (error) => (told.textContent = String(error).replace(/^Error: /, "")),
  );
  return h("p", { class: "overlays" }, button, " a measured or target curve (.frd, .txt, .csv) ", told);
}

function errorBand(level: Values, error: Values): Band[] {
  if (!error.some((value) => value !== null && value > 0)) return [];
  const shifted = (sign: number): Values =>
    level.map((value, i) => (value === null || error[i] == null ? null : value + sign * (error[i] ?? 0)));
  return [{ label: "error of the sweep", lower: shifted(-1), upper: shifted(1), colour: 0 }];
}

function errorLead(table: Table): string {
  const largest = (column: string): number => (table.has(column) ? extentOf([table.numbers(column)])?.to ?? 0 : 0);
  const sweep = largest("error_db");
  const mesh = largest("error_mesh_db");
  if (mesh > 0) return `The band is the error: at most ${numberText(sweep, 2)} dB of the sweep, ${numberText(mesh, 2)} dB of the air's mesh.`;
  return sweep > 0 ? `The sweep's own error is at most ${numberText(sweep, 2)} dB; the mesh's comes on top.` : "";
}

function describeLevel(frequencies: readonly number[], level: Values): string {
  const extent = extentOf([level]);
  if (!extent) return "No values.";
  const at = frequencies[level.indexOf(extent.to)] ?? 0;
  return `${frequencies.length} frequencies; highest level ${fixedText(extent.to, 1)} dB at ${numberText(at)} Hz, lowest ${fixedText(extent.from, 1)} dB.`;
}

function phaseChart(table: Table, frequencies: number[], shades: ReturnType<typeof shadesOutside>): Chart {
  const delay = table.numbers("group_delay_ms");
  return new Chart({
    id: "phase",
    title: "Phase and group delay at the eardrum",
    description: "Phase in degrees on the left, group delay in milliseconds on the right.",
    x: frequencyAxis(frequencies),
    left: phaseAxis,
    right: linearAxis("Group delay [ms]", [delay], "ms", 3),
    curves: [
      { label: "phase", values: table.numbers("phase_deg"), axis: "left", colour: 0, column: "phase_deg" },
      { label: "group delay", values: delay, axis: "right", colour: 1, dashed: true, column: "group_delay_ms" },
    ],
    shades,
    height: 240,
  });
}

/** Impedance at the plug, travel of the diaphragms, velocity in openings. */
export function electricalSection(run: Run): Section | undefined {
  const content: HTMLElement[] = [];
  const impedance = run.table("impedance.csv");
  if (impedance) {
    const magnitude = impedance.numbers("magnitude_ohm");
    const phase = impedance.numbers("phase_deg");
    content.push(
      new Chart({
        id: "impedance",
        title: "Impedance at the plug",
        description: "Magnitude in ohms on the left, phase in degrees on the right.",
        x: frequencyAxis(frequenciesOf(impedance)),
        left: linearAxis("Magnitude [Ω]", [magnitude], "Ω"),
        right: phaseAxisFor(phase),
        curves: [
          { label: "magnitude", values: magnitude, axis: "left", colour: 0, column: "magnitude_ohm" },
          { label: "phase", values: phase, axis: "right", colour: 1, dashed: true, column: "phase_deg" },
        ],
      }).element,
    );
  }
  const excursion = run.table("excursion.csv");
  if (excursion)
    content.push(new Chart(excursionSpec(frequenciesOf(excursion), excursion.columns.slice(1), (name) => excursion.numbers(name))).element);
  const velocity = run.table("opening_velocity.csv");
  if (velocity)
    content.push(new Chart(velocitySpec(frequenciesOf(velocity), velocity.columns, (name) => velocity.numbers(name))).element);
  return content.length > 0 ? { id: "electrical", title: "Impedance, excursion and openings", content } : undefined;
}

/** Shares of the input power that each loss takes. */
export function powerSection(run: Run): Section | undefined {
  const table = run.table("power.csv");
  if (!table) return undefined;
  const input = table.numbers("input_w");
  const losses = table.columns.filter((name) => name.endsWith("_w") && name !== "input_w");
  const share = (column: string): Values =>
    table.numbers(column).map((value, i) => (value === null || !input[i] ? null : (100 * value) / (input[i] ?? 1)));
  const shares = losses.map((column) => ({ column, values: share(column) }));
  const mean = ({ values }: { values: Values }): number =>
    values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / Math.max(values.length, 1);
  shares.sort((a, b) => mean(b) - mean(a));
  const residual = table.has("relative_residual") ? extentOf([table.numbers("relative_residual")])?.to : undefined;
  const chart = new Chart({
    id: "power",
    title: "Where the power goes",
    description: "Share of the electrical input power that each loss takes, stacked to one hundred per cent.",
    x: frequencyAxis(frequenciesOf(table)),
    left: {
      label: "Share of the input [%]",
      extent: { from: 0, to: 100 },
      step: 20,
      text: (value) => `${numberText(value, 3)} %`,
      tick: (value) => numberText(value),
    },
    curves: shares.map(({ column, values }, i): Curve => ({
      label: words(column.replace(/_w$/, "")),
      values,
      axis: "left",
      colour: i,
      stacked: true,
      column: column.replace(/_w$/, "_percent"),
    })),
    height: 340,
  });
  return {
    id: "power",
    title: "Power",
    ...(residual === undefined
      ? {}
      : { lead: `Input and losses agree to ${numberText(residual, 2)} of the input at every frequency.` }),
    content: [chart.element],
  };
}

/** Insertion loss of every variant: curves, and third octaves as a table. */
export function isolationSection(run: Run): Section | undefined {
  const table = run.table("isolation.csv");
  if (!table) return undefined;
  const chart = new Chart(isolationSpec(frequenciesOf(table), table.columns, (name) => table.numbers(name)));
  return { id: "isolation", title: "Isolation", content: [chart.element, ...thirdOctaveTable(run)] };
}

function thirdOctaveTable(run: Run): HTMLElement[] {
  const table = run.table("isolation_third_octaves.csv");
  if (!table) return [];
  const [bands = "", ...variants] = table.columns;
  const middles = table.numbers(bands);
  const rows = middles.map((_, i) => i);
  return [
    sortableTable(
      "Insertion loss in third octaves",
      [
        { title: "Band [Hz]", text: (row) => numberText(middles[row]), key: (row) => middles[row] ?? null, numeric: true },
        ...variants.map((column) => {
          const values = table.numbers(column);
          return {
            title: `${variantText(column)} [dB]`,
            text: (row: number) => fixedText(values[row], 1),
            key: (row: number) => values[row] ?? null,
            numeric: true,
          };
        }),
      ],
      rows,
    ),
  ];
}
