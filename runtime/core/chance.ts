/** Chance enters the runtime here and nowhere else. What is drawn from it can be replayed: it is a seed, and is shown. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

/** What nobody can guess: challenges of a handshake. Not for what a test would want to replay. */
export function secretBytes(count: number): Uint8Array {
  return globalThis.crypto.getRandomValues(new Uint8Array(count));
}
