/** Calls a second of something that gives the next number at each call, by how many callers there are at once. */

/** Every answer is one more than the one before: none is lost, and none is invented. Units: `time` in ms. */
async function rate(next: () => Promise<number>, lines: number, time: number): Promise<number> {
  const first = await next();
  const start = performance.now();
  let calls = 0;
  const line = async (): Promise<void> => {
    while (performance.now() - start < time) {
      await next();
      calls++;
    }
  };
  await Promise.all(Array.from({ length: lines }, line));
  const elapsed = performance.now() - start;
  if ((await next()) !== first + calls + 1) throw new Error("the answers don't add up");
  return (1000 * calls) / elapsed;
}

/** Each is measured after as long of warm-up. */
export async function rates(
  next: () => Promise<number>,
  inFlight: readonly string[],
  seconds: number,
): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const lines of inFlight) {
    await rate(next, Number(lines), 1000 * seconds);
    found[lines] = await rate(next, Number(lines), 1000 * seconds);
  }
  return found;
}
