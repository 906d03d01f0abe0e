// What the macros mean where there are no processes: `run` calls, `pipe` reduces, a server is the closures of its block, one message at a time.
type Fn = (...args: any[]) => any;

const pipe = Object.assign(
  (value: unknown, ...stages: Fn[]) => stages.reduce((result, stage) => stage(result), value),
  {
    async: async (value: unknown, ...stages: Fn[]) => {
      let result = await value;
      for (const stage of stages) result = await stage(result);
      return result;
    },
  },
);

interface Handler {
  readonly kind: string;
  readonly fn: Fn;
}

const kind = (name: string) => (fn: Fn) => ({ kind: name, fn });

/** A server under a fixed name: itself the client. */
function genserver(block: Fn): Record<string, Fn> {
  let handlers: Record<string, Handler> = {};
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => unknown): Promise<unknown> => {
    last = last.then(work, work);
    return last;
  };
  const start = async (...init: unknown[]): Promise<void> => {
    handlers = await block(...init);
  };
  const own: Record<string, Fn> = { start, startLink: start };
  return new Proxy(own, {
    get: (target, name: string) =>
      target[name] ??
      ((...args: unknown[]) => {
        const done = inTurn(() => handlers[name]?.fn(...args));
        return handlers[name]?.kind === "cast" ? undefined : done;
      }),
  });
}

export const plain = {
  pipe,
  tap: (look: Fn) => (value: unknown) => {
    look(value);
    return value;
  },
  dbg: (value: unknown) => value,
  run: async (body: Fn) => body(),
  sleep: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
  self: () => undefined,
  genserver,
  call: kind("call"),
  cast: kind("cast"),
};
