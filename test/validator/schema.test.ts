// Handlers with Standard Schemas: what zod makes, and schemas of all kinds of trouble, written by hand after the interface.
import type { Pid } from "tincture";
import * as rt from "tincture/abi";
import { beforeAll, expect, test } from "vitest";
import { load, refusal } from "./program.js";

const source = `
import { call, cast, genserver, info, type Pid } from "tincture";
import * as z from "zod";
const User = z.object({ name: z.string().min(1), age: z.number().default(0) });
export const Room = genserver(() => {
  const users: string[] = [];
  return {
    join: call({ args: [z.object({ users: z.array(User) }), z.number().optional()] }, (group, limit) => {
      users.push(...group.users.map(({ name }) => name));
      return limit ?? users.length;
    }),
    typed: call((group: { users: { name: string }[] }) => group.users.length),
    rename: cast({ args: [z.string().trim()] }, (name) => void users.push(name)),
    last: call(() => users.at(-1)),
    other: info({ message: z.object({ tag: z.literal("tick") }) }, (message) => void users.push(message.tag)),
  };
});

// The client has its types from the schemas.
export const typed = (pid: Pid): Promise<number> => {
  const room = Room.at(pid);
  room.rename("ann");
  // @ts-expect-error: no text
  room.rename(5);
  // @ts-expect-error: no name
  void room.join({ users: [{}] }, undefined);
  return room.join({ users: [{ name: "ann" }] }, 2);
};
`;

type Client = Record<string, (...args: unknown[]) => Promise<unknown>>;
interface Definition {
  start(): Promise<Pid>;
  at(pid: Pid): Client;
}
let Room: Definition;
beforeAll(async () => {
  ({ Room } = (await load("schema", source)) as { Room: Definition });
});

test("the same error as from a type, with the schema's own words", async () => {
  const room = await Room.start();
  const wrong = [{ users: [{ name: "ann" }, { name: 5 }] }];
  const [bySchema, byType] = [refusal(room, "join", wrong), refusal(room, "typed", wrong)];
  expect([bySchema?.code, byType?.code]).toEqual(["bad_argument", "bad_argument"]);
  expect(bySchema?.message).toMatch(/^argument 1 of join: users\[1\]\.name: .*string/);
  expect(byType?.message).toBe("argument 1 of typed: users[1].name should be a string, got 5");
  expect(refusal(room, "join", [{ users: [] }, "2"])?.message).toMatch(/^argument 2 of join: .*number/);
  expect(refusal(room, "join", [{ users: [{ name: "ann" }] }])).toBeUndefined();
  expect(refusal(room, undefined, { tag: "tock" })?.message).toMatch(/^a message to Room: tag: /);
});

test("a schema checks and changes nothing, and callers of the same node never meet it", async () => {
  const pid = await Room.start();
  expect(refusal(pid, "rename", [" ann "])).toBeUndefined();
  const room = Room.at(pid);
  void room.rename?.(" ann ");
  expect(await room.last?.()).toBe(" ann ");
  expect(await room.join?.({ users: [{ name: "" }] })).toBe(2);
});

const schemaOf = (validate: (value: unknown) => unknown) =>
  ({ "~standard": { version: 1, vendor: "by hand", validate } }) as const;
const serverOf = async (validate: (value: unknown) => unknown) => {
  const definition = rt.genserver("ByHand", {
    init: () => ({}),
    handlers: { put: rt.call((_state, value: number) => value, [schemaOf(validate)]) },
  });
  return (await definition.start()) as Pid;
};

test("a schema that answers later is refused, whatever it will say", async () => {
  for (const later of [Promise.resolve({ value: 1 }), Promise.reject(new Error("later"))]) {
    const error = refusal(await serverOf(() => later), "put", [1]);
    expect(error?.code).toBe("bad_schema");
    expect(error?.message).toMatch(/a schema of by hand answers later/);
  }
});

test("a schema that throws admits nothing", async () => {
  const error = refusal(
    await serverOf(() => {
      throw new Error("out of order");
    }),
    "put",
    [1],
  );
  expect([error?.code, error?.message]).toEqual([
    "bad_argument",
    "a request to put could not be checked: Error: out of order",
  ]);
});

test("paths of a schema: keys, places, objects with a key", async () => {
  const server = await serverOf(() => ({ issues: [{ message: "no", path: ["a b", { key: 3 }, "c"] }] }));
  expect(refusal(server, "put", [1])?.message).toBe('argument 1 of put: ["a b"][3].c: no');
  expect(refusal(await serverOf(() => ({ issues: [] })), "put", [1])?.message).toBe(
    "argument 1 of put is not what its schema says",
  );
});

test("what is no schema is an error where the server is defined", () => {
  const define = (schemas: unknown) => () => rt.call((_state, value: number) => value, schemas as never);
  expect(define([{ parse: () => 1 }])).toThrow("schema 1 of call is no Standard Schema");
  expect(define([undefined])).toThrow(expect.objectContaining({ code: "bad_schema" }));
  expect(define({})).toThrow("the schemas of call should be in an array");
  expect(define(null)).toThrow("the schemas of call should be in an array");
});
