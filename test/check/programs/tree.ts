// A tree of servers of one kind: a parent asks its children, never the other way round.
import { call, genserver, type Pid, run } from "tincture";

export const Branch = genserver((depth: number) => {
  const children: Pid[] = [];
  let sum = depth;
  const childSums = async (): Promise<number> => {
    let total = 0;
    for (const child of children) total += await Branch.at(child).sum();
    return total;
  };
  return {
    grow: call(async (width: number): Promise<number> => {
      while (true) {
        if (depth === 0 || children.length === width) break;
        const child = await Branch.startLink(depth - 1);
        await Branch.at(child).grow(width);
        children.push(child);
      }
      return children.length;
    }),
    sum: call(async (): Promise<number> => sum + (await childSums())),
    set: call((value: number): number => (sum = value)),
  };
});

await run(async () => {
  const root = Branch.at(await Branch.startLink(3));
  await root.grow(2);
  await root.set(100);
  console.log(await root.sum());
});
