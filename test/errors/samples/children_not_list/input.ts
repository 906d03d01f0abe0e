import { call, genserver, ignore, supervisor } from "tincture";

const Worker = genserver(() => ({ ping: call(() => "pong") }));
const options = { strategy: "one_for_one" } as const;

export const Nothing = supervisor(options, (() => { Worker.child(); }) as never);
export const Alone = supervisor(options, (() => Worker) as never);
export const Spec = supervisor(options, (() => { return Worker.child(); }) as never);
export const Object = supervisor(options, (() => ({ worker: Worker })) as never);
export const Later = supervisor(options, (async () => [Worker]) as never);
export const Steps = supervisor(options, function* () { yield Worker; } as never);

// These may work.
const children = [Worker];
export const Listed = supervisor(options, () => children);
export const Made = supervisor(options, (n: number) => Array.from({ length: n }, (_, i) => Worker.child().with({ id: String(i) })));
export const Declined = supervisor(options, () => ignore());
