/** Linear over log f; up to 3 % beyond the ends, as frequencies are rounded, the end's value. */
export function interpolated(
  frequencies: readonly number[],
  values: readonly (number | null)[],
  frequency: number,
): number | null {
  const n = frequencies.length;
  const [first, last] = [frequencies[0], frequencies[n - 1]];
  if (first === undefined || last === undefined) return null;
  if (frequency <= first) return frequency >= 0.97 * first ? (values[0] ?? null) : null;
  if (frequency >= last) return frequency <= 1.03 * last ? (values[n - 1] ?? null) : null;
  const above = frequencies.findIndex((f) => f >= frequency);
  const [f0 = 1, f1 = 1] = [frequencies[above - 1], frequencies[above]];
  const [v0, v1] = [values[above - 1], values[above]];
  if (v0 == null || v1 == null) return null;
  const t = Math.log(frequency / f0) / Math.log(f1 / f0);
  return (1 - t) * v0 + t * v1;
}
