/** Order statistics of samples. */

/** The value below which `part` (0 to 1) of the values lie. */
export function percentile(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * part)] as number;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
