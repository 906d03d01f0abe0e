/**
 * 16 behaviours that take turns at one place of the program: no call site sees only one. Each block is its own code, as in a program of 16 servers; the
 * client is of a type they share.
 */
import assert from "node:assert/strict";
import { call, cast, genserver, type Pid, run, stop } from "tincture";
import type { Rate } from "../workload.js";

const Apple = genserver((start: number) => {
  let apple = start;
  return {
    get: call(() => apple),
    add: call((n: number) => (apple += n)),
    increase: cast((n: number) => void (apple += n)),
  };
});

const Birch = genserver((start: number) => {
  let birch = start;
  return {
    get: call(() => birch),
    add: call((n: number) => (birch += n)),
    increase: cast((n: number) => void (birch += n)),
  };
});

const Cedar = genserver((start: number) => {
  let cedar = start;
  return {
    get: call(() => cedar),
    add: call((n: number) => (cedar += n)),
    increase: cast((n: number) => void (cedar += n)),
  };
});

const Dogwood = genserver((start: number) => {
  let dogwood = start;
  return {
    get: call(() => dogwood),
    add: call((n: number) => (dogwood += n)),
    increase: cast((n: number) => void (dogwood += n)),
  };
});

const Elm = genserver((start: number) => {
  let elm = start;
  return {
    get: call(() => elm),
    add: call((n: number) => (elm += n)),
    increase: cast((n: number) => void (elm += n)),
  };
});

const Fir = genserver((start: number) => {
  let fir = start;
  return {
    get: call(() => fir),
    add: call((n: number) => (fir += n)),
    increase: cast((n: number) => void (fir += n)),
  };
});

const Ginkgo = genserver((start: number) => {
  let ginkgo = start;
  return {
    get: call(() => ginkgo),
    add: call((n: number) => (ginkgo += n)),
    increase: cast((n: number) => void (ginkgo += n)),
  };
});

const Hazel = genserver((start: number) => {
  let hazel = start;
  return {
    get: call(() => hazel),
    add: call((n: number) => (hazel += n)),
    increase: cast((n: number) => void (hazel += n)),
  };
});

const Ivy = genserver((start: number) => {
  let ivy = start;
  return {
    get: call(() => ivy),
    add: call((n: number) => (ivy += n)),
    increase: cast((n: number) => void (ivy += n)),
  };
});

const Juniper = genserver((start: number) => {
  let juniper = start;
  return {
    get: call(() => juniper),
    add: call((n: number) => (juniper += n)),
    increase: cast((n: number) => void (juniper += n)),
  };
});

const Kapok = genserver((start: number) => {
  let kapok = start;
  return {
    get: call(() => kapok),
    add: call((n: number) => (kapok += n)),
    increase: cast((n: number) => void (kapok += n)),
  };
});

const Larch = genserver((start: number) => {
  let larch = start;
  return {
    get: call(() => larch),
    add: call((n: number) => (larch += n)),
    increase: cast((n: number) => void (larch += n)),
  };
});

const Maple = genserver((start: number) => {
  let maple = start;
  return {
    get: call(() => maple),
    add: call((n: number) => (maple += n)),
    increase: cast((n: number) => void (maple += n)),
  };
});

const Nutmeg = genserver((start: number) => {
  let nutmeg = start;
  return {
    get: call(() => nutmeg),
    add: call((n: number) => (nutmeg += n)),
    increase: cast((n: number) => void (nutmeg += n)),
  };
});

const Oak = genserver((start: number) => {
  let oak = start;
  return {
    get: call(() => oak),
    add: call((n: number) => (oak += n)),
    increase: cast((n: number) => void (oak += n)),
  };
});

const Pine = genserver((start: number) => {
  let pine = start;
  return {
    get: call(() => pine),
    add: call((n: number) => (pine += n)),
    increase: cast((n: number) => void (pine += n)),
  };
});

const servers = [
  Apple,
  Birch,
  Cedar,
  Dogwood,
  Elm,
  Fir,
  Ginkgo,
  Hazel,
  Ivy,
  Juniper,
  Kapok,
  Larch,
  Maple,
  Nutmeg,
  Oak,
  Pine,
];

/** Starts one server of each, does `work` with their clients and checks that each was told `each` times. */
async function withServers(
  each: number,
  work: (clients: readonly ReturnType<typeof Apple.at>[]) => Promise<void>,
): Promise<void> {
  const pids: Pid[] = [];
  for (const server of servers) pids.push(await server.start(0));
  const clients = servers.map((server, i) => server.at(pids[i] as Pid));
  await work(clients);
  for (const client of clients) assert.equal(await client.get(), each);
  for (const pid of pids) await stop(pid);
}

/** `count` calls and casts, `count / 16` for each. */
export const behaviours: { readonly call_16: Rate; readonly cast_16: Rate } = {
  call_16: (count) =>
    withServers(count / 16, (clients) =>
      run(async () => {
        for (let i = 0; i < count; i++) await clients[i & 15]!.add(1);
      }),
    ),
  cast_16: (count) =>
    withServers(count / 16, (clients) =>
      run(async () => {
        for (let i = 0; i < count; i++) clients[i & 15]!.increase(1);
      }),
    ),
};
