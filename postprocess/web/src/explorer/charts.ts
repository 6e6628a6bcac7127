import { overlayCurve } from "../chart/overlay";
import type { Band, ChartSpec, Curve, Values as Series } from "../chart/spec";
import { interpolated } from "../data/interpolate";
import { frequencyAxis, levelAxis, linearAxis, phaseAxis, phaseAxisFor, shadesOutside } from "../report/axes";
import { excursionSpec, isolationSpec, velocitySpec } from "../report/specs";
import type { Answer, Columns } from "./client";
import type { NamedOverlay } from "../data/overlay";

/** Something that the present design is compared with. */
export interface Snapshot {
  label: string;
  answer: Answer;
}

export interface Shown {
  answer: Answer;
  snapshots: readonly Snapshot[];
  overlays: readonly NamedOverlay[];
}

const frequenciesOf = (columns: Columns): number[] => (columns["frequency_hz"] ?? []).map((f) => f ?? 0);

/** A curve of another design on the frequencies of this one. */
function resampled(columns: Columns | undefined, name: string, frequencies: readonly number[]): Series {
  const own = columns ? frequenciesOf(columns) : [];
  const values = columns?.[name] ?? [];
  return frequencies.map((frequency) => interpolated(own, values, frequency));
}

export function levelChart({ answer, snapshots, overlays }: Shown): ChartSpec {
  const { response } = answer;
  const frequencies = frequenciesOf(response);
  const level = response["spl_db"] ?? [];
  const error = response["error_db"] ?? [];
  const curves: Curve[] = [
    { label: "this design", values: level, axis: "left", colour: 0, column: "spl_db" },
    ...snapshots.map(({ label, answer: other }, i): Curve => ({
      label,
      values: resampled(other.response, "spl_db", frequencies),
      axis: "left",
      colour: i + 1,
      dashed: true,
    })),
    ...overlays.map((overlay, i) => overlayCurve(overlay, i, frequencies, level)),
  ];
  const shifted = (sign: number): Series =>
    level.map((value, i) => (value === null ? null : value + sign * (error[i] ?? 0)));
  const bands: Band[] = [{ label: "error of the model", lower: shifted(-1), upper: shifted(1), colour: 0 }];
  return {
    id: "level",
    title: "Sound pressure level at the eardrum",
    description: "Level of the present design with its error, of snapshots and of overlays.",
    x: frequencyAxis(frequencies),
    left: levelAxis("SPL [dB re 20 µPa]", curves.map((curve) => curve.values)),
    curves,
    bands,
    shades: response["in_ear_band"] ? shadesOutside(frequencies, response["in_ear_band"]) : [],
    levels: true,
  };
}

export function phaseChart({ answer }: Shown): ChartSpec {
  const frequencies = frequenciesOf(answer.response);
  return {
    id: "phase",
    title: "Phase at the eardrum",
    description: "Phase of the present design in degrees.",
    x: frequencyAxis(frequencies),
    left: phaseAxis,
    curves: [{ label: "phase", values: answer.response["phase_deg"] ?? [], axis: "left", colour: 0, column: "phase_deg" }],
    height: 220,
  };
}

export function impedanceChart({ answer, snapshots }: Shown): ChartSpec | undefined {
  const { impedance } = answer;
  if (!impedance) return undefined;
  const frequencies = frequenciesOf(impedance);
  const magnitude = impedance["magnitude_ohm"] ?? [];
  const phase = impedance["phase_deg"] ?? [];
  const others = snapshots.map(({ label, answer: other }, i): Curve => ({
    label,
    values: resampled(other.impedance, "magnitude_ohm", frequencies),
    axis: "left",
    colour: i + 1,
    dashed: true,
  }));
  return {
    id: "impedance",
    title: "Impedance at the plug",
    description: "Magnitude in ohms on the left, phase in degrees on the right.",
    x: frequencyAxis(frequencies),
    left: linearAxis("Magnitude [Ω]", [magnitude, ...others.map((curve) => curve.values)], "Ω"),
    right: phaseAxisFor(phase),
    curves: [
      { label: "magnitude", values: magnitude, axis: "left", colour: 0, column: "magnitude_ohm" },
      { label: "phase", values: phase, axis: "right", colour: 7, dashed: true, column: "phase_deg" },
      ...others,
    ],
    height: 260,
  };
}

export function excursionChart({ answer }: Shown): ChartSpec | undefined {
  const { excursion } = answer;
  if (!excursion) return undefined;
  const names = Object.keys(excursion).filter((name) => name !== "frequency_hz");
  return { ...excursionSpec(frequenciesOf(excursion), names, (name) => excursion[name] ?? []), height: 260 };
}

export function velocityChart({ answer }: Shown): ChartSpec | undefined {
  const velocity = answer.opening_velocity;
  if (!velocity) return undefined;
  return { ...velocitySpec(frequenciesOf(velocity), Object.keys(velocity), (name) => velocity[name] ?? []), height: 260 };
}

/** Insertion losses, which are asked for when the sliders rest. */
export function isolationChart(isolation: Columns): ChartSpec | undefined {
  const names = Object.keys(isolation);
  return names.length > 0 ? isolationSpec(frequenciesOf(isolation), names, (name) => isolation[name] ?? []) : undefined;
}
