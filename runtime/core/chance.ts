/** Chance enters the runtime here and nowhere else. What is drawn from it can be replayed: it is a seed, and is shown. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}
