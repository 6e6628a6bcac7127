/** Numbers and frequencies as people write them. */

/** "20 Hz", "1.25 kHz": three or four digits, no exponent. */
export function frequencyText(hz: number): string {
  const [value, unit] = hz >= 1000 ? [hz / 1000, "kHz"] : [hz, "Hz"];
  return `${trimmed(value.toPrecision(value >= 100 ? 4 : 3))} ${unit}`;
}

/** A tick of a frequency axis: "20", "500", "2k". */
export function frequencyTick(hz: number): string {
  return hz >= 1000 ? `${trimmed((hz / 1000).toPrecision(6))}k` : trimmed(hz.toPrecision(6));
}

/** `digits` significant ones; very large and very small numbers with a power of ten. */
export function numberText(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  if (exponent < -3 || exponent > 5) {
    const [mantissa = "", power = ""] = value.toExponential(digits - 1).split("e");
    return `${minus(trimmed(mantissa))}·10${superscript(Number(power))}`;
  }
  return minus(trimmed(value.toPrecision(Math.max(digits, exponent + 1))));
}

/** A fixed number of decimals with a proper minus sign. */
export function fixedText(value: number | null | undefined, decimals: number): string {
  return value === null || value === undefined || !Number.isFinite(value) ? "–" : minus(value.toFixed(decimals));
}

const minus = (text: string): string => text.replace(/^-/, "\u2212");

function trimmed(text: string): string {
  if (!text.includes(".")) return text.includes("e") ? String(Number(text)) : text;
  return text.replace(/\.?0+$/, "");
}

function superscript(power: number): string {
  const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  return (power < 0 ? "⁻" : "") + [...String(Math.abs(power))].map((d) => digits[Number(d)]).join("");
}

/** "rear_vent_opening" as words. */
export const words = (name: string): string => name.replaceAll("_", " ");
