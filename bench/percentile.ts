/** The smallest value that at least this share (0..1) of the values does not exceed. @throws RangeError if there are none. */
export function percentile(values: readonly number[], share: number): number {
  const value = values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)];
  if (value === undefined) throw new RangeError('no values, no percentile');
  return value;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
