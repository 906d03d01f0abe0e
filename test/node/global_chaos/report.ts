// What a member of the chaos tells.

/** Counts since the member was started. Units: `heap` in bytes. */
export interface Report {
  wrong: string[];
  answered: number;
  rejected: number;
  notes: number;
  monitors: number;
  downs: number;
  heap: number;
  /** By node: calls to it that came to their end. */
  turns: Record<string, number>;
}

/** Whether a member believed, at a moment, that it has the name. */
export interface Sample {
  readonly at: number;
  readonly believes: boolean;
}

/** A time for which a member believed in it all along. */
export interface Belief {
  readonly member: string;
  readonly from: number;
  to: number;
}

/** Two samples that are farther apart say nothing of the time between. Units: ms. */
const GAP = 100;

/** Joins the samples of one member. */
export class Beliefs {
  readonly all: Belief[] = [];
  private open: Belief | undefined;

  constructor(private readonly member: string) {}

  add({ at, believes }: Sample): void {
    const goesOn = this.open !== undefined && at - this.open.to <= GAP;
    if (!believes) this.open = undefined;
    else if (goesOn && this.open !== undefined) this.open.to = at;
    else {
      this.open = { member: this.member, from: at, to: at };
      this.all.push(this.open);
    }
  }
}

/** Times at which two different members believed that they have the name. */
export function clashes(beliefs: readonly Belief[]): string[] {
  const sorted = [...beliefs].sort((a, b) => a.from - b.from);
  const found: string[] = [];
  let latest: Belief | undefined;
  for (const belief of sorted) {
    if (latest !== undefined && belief.from < latest.to && belief.member !== latest.member)
      found.push(
        `${latest.member} and ${belief.member} both had the name for ${(Math.min(latest.to, belief.to) - belief.from).toFixed(1)} ms`,
      );
    if (latest === undefined || belief.to > latest.to) latest = belief;
  }
  return found;
}
