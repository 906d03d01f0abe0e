// tincture/testing as a user has it: the packed package, files of tests compiled by tspc, run by node --test and by vitest.
import { beforeAll, expect, test, vi } from "vitest";
import { install, type Project, tools } from "./project.js";

// Each test compiles a project and starts a test runner: on a busy machine a minute is not enough.
vi.setConfig({ testTimeout: 240_000 });

let project: Project;
beforeAll(async () => {
  project = await install([...tools.typescript6, "vitest@4", "@types/node@20"]);
});

const room = `
import { call, cast, genserver, type Pid, send } from "tincture";
export const Room = genserver(
  (topic: string) => {
    let members: Pid[] = [];
    return {
      join: call((user: string, pid: Pid) => {
        for (const member of members) send(member, { tag: "joined", user, topic });
        members = [...members, pid];
        return members.length;
      }),
      fail: cast(() => {
        throw new Error("the room broke");
      }),
    };
  },
  { name: (topic) => topic },
);
`;

const tests = (runner: string): string => `
import { ${runner === "vitest" ? "test, expect" : "test, type TestContext"} } from "${runner}";
import { type Pid, isAlive, self, sleep } from "tincture";
import { advance, assertReceive, inProcess, startLinkSupervised, startSupervised } from "tincture/testing";
import { Room } from "./room.js";

let last: Pid;

async function open(topic: string) {
  // tincture-ignore shared_state: the next test looks at what this one left
  last = await startSupervised(Room.child(topic));
  return Room.of(topic);
}

test("a member hears of the next", inProcess(async () => {
  const room = await open("lobby");
  await room.join("ann", self());
  await room.join("bob", self());
  await assertReceive({ tag: "joined", user: ${runner === "vitest" ? "expect.any(String)" : '"bob"'} });
}));

test("the room is gone after the test", async () => {
  if (isAlive(last)) throw new Error("it is still there");
});

test("an hour passes", inProcess(async () => {
  await sleep(3_600_000);
  await advance(3_600_000);
}, { virtualTime: true }));

test("every schedule", inProcess(async (${runner === "vitest" ? "{ task }" : "t: TestContext"}) => {
  const room = await open(${runner === "vitest" ? "task.name" : "t.name"});
  await room.join("ann", self());
}, { schedules: "all" }));

test("fails: nobody came", inProcess(async () => {
  await open("lobby");
  await assertReceive({ tag: "joined" }, 5);
}));

test("fails: the room broke", inProcess(async () => {
  await startLinkSupervised(Room.child("lobby"));
  Room.of("lobby").fail();
  await assertReceive("never", 2000);
}));
`;

const failures = (output: string): string[] =>
  ["no message that fits { tag: 'joined' } came within 5 ms.", "The mailbox is empty.", "the room broke"].filter(
    (text) => !output.includes(text),
  );

test.for(["esm", "commonjs"])("node --test, %s", async (format) => {
  const part = project.part(`node_${format}`, { type: format === "esm" ? "module" : "commonjs" });
  part.configure({ types: ["node"] });
  part.write("room.ts", room);
  part.write("room.test.ts", tests("node:test"));
  expect((await part.tspc("-p", ".")).output).toBe("");
  const { output, code } = await part.node(["--test", "--test-reporter=tap", "out/room.test.js"]);
  expect(output).toMatch(/^# pass 4$/m);
  expect(output).toMatch(/^# fail 2$/m);
  expect(output).toMatch(/all \d+ schedules passed/);
  expect(failures(output)).toEqual([]);
  expect(output).toContain("room.test");
  expect(code).toBe(1);
});

test("vitest", async () => {
  const part = project.part("vitest", { type: "module" });
  part.configure({ types: ["node"], sourceMap: true });
  part.write("room.ts", room);
  part.write("room.test.ts", tests("vitest"));
  expect((await part.tspc("-p", ".")).output).toBe("");
  const { output, code } = await part.node([
    project.path("node_modules/vitest/vitest.mjs"),
    "run",
    "--root",
    part.folder,
    "--dir",
    "out",
  ]);
  expect(output).toMatch(/2 failed \| 4 passed/);
  expect(failures(output)).toEqual([]);
  expect(code).toBe(1);
});

test("uncompiled, a test fails at once and says what to do", async () => {
  const part = project.part("plain", { type: "module" });
  part.configure({ types: ["node"] });
  part.write("room.ts", room);
  part.write("room.test.ts", tests("node:test"));
  expect((await part.tsc("-p", ".")).output).toBe("");
  const { output } = await part.node(["--test", "--test-reporter=tap", "out/room.test.js"]);
  expect(output).toContain("was not compiled by the Tincture plugin");
});
