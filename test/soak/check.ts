/** Whether the tree is whole, and what its supervisors believe is what is there. Gives what is not, in words. */
import { isAlive, type Pid, run } from "tincture";
import { Account, Accounts, Dynamic, Static, type Tree } from "./tree.js";

export async function check(tree: Tree, accounts: number, crashed: number): Promise<string[]> {
  const problems: string[] = [];
  const expect = (what: string, got: unknown, expected: unknown): void => {
    if (got !== expected) problems.push(`${what}: expected ${expected}, got ${got}`);
  };
  let restarts = 0;
  const believed = new Set<Pid>();
  await run(async () => {
    for (const { pid, count } of tree.shards) {
      const shard = Dynamic.at(pid);
      const counted = await shard.countChildren();
      expect(`children of ${pid}`, JSON.stringify(counted), JSON.stringify(all(count)));
      for (const child of await shard.whichChildren()) {
        expect(`state of ${child.id} in ${pid}`, child.state, "running");
        restarts += child.restarts;
        if (child.pid !== undefined) believed.add(child.pid);
      }
    }
  });
  expect("children that run", believed.size, accounts);
  expect("children that are alive", [...believed].filter(isAlive).length, accounts);
  expect("restarts that supervisors counted", restarts, crashed);
  expect("names", Accounts.count(), accounts);
  await run(async () => {
    for (let number = 0; number < accounts; number++) {
      const [entry] = Accounts.lookup(number);
      if (entry === undefined || !believed.has(entry.pid))
        problems.push(
          `account ${number} has ${entry === undefined ? "no process" : "a process that no supervisor knows"}`,
        );
      else expect(`the answer of account ${number}`, await Account.of(number).ask(1), number + 1);
    }
  });
  const parts = await Static.at(tree.top).countChildren();
  expect("children of the top", parts.active, tree.shards.length + 1);
  return problems.length > 20 ? [...problems.slice(0, 20), `and ${problems.length - 20} more`] : problems;
}

const all = (count: number) => ({ specs: count, active: count, supervisors: 0, workers: count });
