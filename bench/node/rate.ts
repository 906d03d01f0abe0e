/** Calls a second of something that gives the next number at each call, by how many callers there are at once. */

type Next = () => Promise<number>;
/** Calls a second, by how many are in flight. */
export type Rates = Record<string, number>;

/** Every answer is one more than the one before: none is lost, and none is invented. Units: `time` in ms. */
async function measure(next: Next, lines: number, time: number): Promise<{ calls: number; elapsed: number }> {
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
  return { calls, elapsed };
}

const SLICES = 10;

/** Of several that are measured in turns, each after as long of warm-up: what else the machine does meets all of them. */
export async function rates<Name extends string>(
  nexts: Readonly<Record<Name, Next>>,
  inFlight: readonly string[],
  seconds: number,
): Promise<Record<Name, Rates>> {
  const names = Object.keys(nexts) as Name[];
  const found = Object.fromEntries(names.map((name) => [name, {}])) as Record<Name, Rates>;
  for (const lines of inFlight) {
    const sums = new Map(names.map((name) => [name, { calls: 0, elapsed: 0 }]));
    for (let slice = -SLICES; slice < SLICES; slice++)
      for (const name of slice % 2 === 0 ? names : names.toReversed()) {
        const { calls, elapsed } = await measure(nexts[name], Number(lines), (1000 * seconds) / SLICES);
        const sum = sums.get(name) as { calls: number; elapsed: number };
        if (slice < 0) continue;
        sum.calls += calls;
        sum.elapsed += elapsed;
      }
    for (const [name, { calls, elapsed }] of sums) {
      const rates: Rates = found[name];
      rates[lines] = (1000 * calls) / elapsed;
    }
  }
  return found;
}
