// Where an error says it happened: with --enable-source-maps a throw in compiled code names the file, line and column of the source.
import { beforeAll, expect, test } from "vitest";
import { belowShared, type Project, tools } from "./project.js";

let project: Project;
beforeAll(async () => {
  project = await belowShared(tools.typescript6);
  project.configure({ sourceMap: true });
});

/** "main.ts:5:13" of `mark` in `source`, as a stack trace counts. */
function placeOf(source: string, mark: string, file: string): string {
  const lines = source.slice(0, source.indexOf(mark)).split("\n");
  return `${file}:${lines.length}:${(lines.at(-1) as string).length + 1}`;
}

const thrower = 'new RangeError("too much")';
const cases: Record<string, string> = {
  call: `
import { call, genserver, type CallError } from "tincture";
const Bank = genserver(() => {
  let total = 0;
  return {
    put: call((amount: number) => {
      total += amount;
      if (total > 10) throw ${thrower};
      return total;
    }),
  };
}, { name: "Bank" });
await Bank.start();
await Bank.put(99).catch((error: CallError) => console.log((error.reason as Error).stack));
`,
  async_cast: `
import { cast, genserver, sleep } from "tincture";
const Bank = genserver(() => {
  let total = 0;
  return {
    put: cast(async (amount: number) => {
      await sleep(1);
      total += amount;
      throw ${thrower};
    }),
  };
}, { name: "Bank" });
await Bank.start();
Bank.put(99);
`,
  receive: `
import { receive, run, self, send } from "tincture";
await run(async () => {
  send(self(), { tag: "go" });
  await receive((message: { tag: string }) => {
    switch (message.tag) {
      case "go": throw ${thrower};
    }
  });
}).catch(error => console.log(error.reason?.stack ?? error.stack));
`,
  spawn: `
import { spawn } from "tincture";
const limit = (n: number) => {
  if (n > 10) throw ${thrower};
};
spawn(() => {
  let n = 0;
  for (;;) limit(n++);
});
`,
  pipe: `
import { pipe } from "tincture";
try {
  pipe(1, x => x + 1, x => { if (x > 1) throw ${thrower}; return x; });
} catch (error) {
  console.log((error as Error).stack);
}
`,
};

test.for(Object.entries(cases))("%s", async ([name, source]) => {
  project.write(`${name}.ts`, source);
  project.configure({ sourceMap: true }, { include: [`${name}.ts`] });
  expect((await project.tspc("-p", ".")).output).toBe("");
  // A crash report and a printed stack are both fine: what counts is the place.
  const { output } = await project.node(["--enable-source-maps", `out/${name}.js`]);
  expect(output).toContain("RangeError: too much");
  expect(output).toContain(placeOf(source, thrower, `${name}.ts`));
});
