import { interpolated } from "../data/interpolate";
import { parseOverlay, type NamedOverlay, type Overlay } from "../data/overlay";
import { h } from "../dom";
import { fixedText } from "../format";
import type { Curve, Values } from "./spec";

/** Where a measured or target curve is laid over a response. */
const referenceHz = 500;
/** A measured level says nothing of the drive: a difference beyond this is no difference of the design. */
const farApart = 20; // [dB]

/** A file chosen by the user as a curve; what can't be read is complained of. */
export function overlayButton(add: (overlay: NamedOverlay) => void, complain: (error: unknown) => void): HTMLElement {
  const input = h("input", {
    type: "file", accept: ".csv,.txt,.frd", "aria-label": "Overlay a measured or target curve", class: "visually-hidden",
    change: () => {
      const file = input.files?.[0];
      if (!file) return;
      void file.text().then((text) => add({ label: file.name, curve: parseOverlay(text) })).catch(complain);
      input.value = "";
    },
  });
  return h("label", { class: "button" }, "Overlay …", input);
}

/** What is added to an overlay's levels: none where it lies near, else what lays both together at 500 Hz. */
export function shiftOf({ frequencies, levels }: Overlay, own: readonly number[], level: Values): number {
  const measured = interpolated(frequencies, levels, referenceHz);
  const computed = interpolated(own, level, referenceHz);
  if (measured === null || computed === null || Math.abs(measured - computed) < farApart) return 0;
  return computed - measured;
}

/** An overlay on the frequencies of a response. A shift is told in the label. */
export function overlayCurve({ label, curve }: NamedOverlay, i: number, own: readonly number[], level: Values): Curve {
  const shift = shiftOf(curve, own, level);
  return {
    label: shift === 0 ? label : `${label} (${shift > 0 ? "+" : "−"}${fixedText(Math.abs(shift), 1)} dB, as at 500 Hz)`,
    values: own.map((frequency) => {
      const value = interpolated(curve.frequencies, curve.levels, frequency);
      return value === null ? null : value + shift;
    }),
    axis: "left",
    colour: 6 + i,
  };
}
