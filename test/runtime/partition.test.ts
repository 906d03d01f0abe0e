import { availableParallelism } from "node:os";
import { Agent, exit, GenServer, PartitionSupervisor, type Pid, type Via, via, whereis } from "tincture";
import { expect, test } from "vitest";
import { kept, settled, time, useVirtualTime } from "./virtual.js";

useVirtualTime();

const Workers = PartitionSupervisor({ name: "workers", partitions: 3 }, (partition) =>
  Agent.child(() => `worker ${partition}`),
);
const ask = (key: unknown) => settled(Agent.get(via(Workers, key) as Via, (state) => state));

test("185: an integer key leads to key mod n, any other always to the same one", async () => {
  kept(await Workers.start());
  const found = [];
  for (const key of [0, 1, 2, 3, 7, -4]) found.push((await ask(key)).value);
  expect(found).toEqual(["worker 0", "worker 1", "worker 2", "worker 0", "worker 1", "worker 1"]);
  const used = new Set<unknown>();
  for (let i = 0; i < 100; i++) {
    const key = { user: i };
    const pid = whereis(via(Workers, key));
    expect(whereis(via(Workers, { user: i }))).toBe(pid);
    used.add(pid);
  }
  expect(used.size).toBe(3);
});

test("185: a copy that ends is started again in its place; the ids are the numbers", async () => {
  kept(await Workers.start());
  const before = whereis(via(Workers, 1)) as Pid;
  exit(before, "kill");
  await time.settle();
  expect(whereis(via(Workers, 1))).not.toBe(before);
  expect((await ask(1)).value).toBe("worker 1");
  const children = (await settled(Workers.whichChildren())).value;
  expect(children.map((child: { id: string }) => child.id)).toEqual(["2", "1", "0"]);
});

test("185: as many copies as processors by default; not running, a key leads nowhere", async () => {
  expect(
    PartitionSupervisor(
      {},
      Agent.child(() => 0),
    ).partitions,
  ).toBe(availableParallelism());
  expect(whereis(via(Workers, 1))).toBe(undefined);
  expect((await settled(GenServer.call(via(Workers, "x"), 1))).error.reason).toBe("noproc");
  expect(() =>
    PartitionSupervisor(
      { partitions: 0 },
      Agent.child(() => 0),
    ),
  ).toThrow(expect.objectContaining({ code: "bad_option" }));
  const named = await settled(Agent.start(() => 1, { name: via(Workers, 1) }));
  expect(named.error.code).toBe("no_partition_name");
});
