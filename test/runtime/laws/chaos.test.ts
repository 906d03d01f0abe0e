// Law: nothing of a process runs after its end, and nothing is left of it, whatever servers do to each other while they call each other.
import fc from "fast-check";
import { exit, GenServer, isAlive, link, type Pid, self, sleep, trapExit, unlink } from "tincture";
import * as rt from "tincture/abi";
import { expect } from "vitest";
import { clear, kept, start, time, useVirtualTime, type Waiting } from "../virtual.js";
import { law } from "./law.js";

useVirtualTime();

const COUNT = 4;

interface Action {
  readonly op: "call" | "cast" | "signal" | "link" | "unlink" | "trap" | "throw" | "sleep" | "start";
  readonly to: number;
  readonly reason: string;
  readonly catches: boolean;
  readonly script: readonly Action[];
}

const { script } = fc.letrec<{ script: Action[]; action: Action }>((tie) => ({
  action: fc.record({
    op: fc.constantFrom("call", "call", "call", "cast", "signal", "link", "unlink", "trap", "throw", "sleep", "start"),
    to: fc.nat(COUNT - 1),
    reason: fc.constantFrom("kill", "boom", "normal"),
    catches: fc.boolean(),
    script: fc.oneof({ depthSize: "small" }, fc.constant([]), tie("script")) as fc.Arbitrary<Action[]>,
  }) as fc.Arbitrary<Action>,
  script: fc.array(tie("action"), { maxLength: 4 }),
}));

/** Servers by number, and the deeds of the dead: there must be none. */
class Chaos {
  readonly servers: Pid[] = [];
  readonly deedsOfTheDead: string[] = [];

  async open(waits: readonly boolean[]): Promise<void> {
    for (const [i, handlersWait] of waits.entries()) {
      const perform = (actions: readonly Action[]) => this.perform(actions);
      const then =
        (...result: unknown[]) =>
        (actions: readonly Action[]) => {
          this.performPlain(actions);
          return result;
        };
      function* reply(actions: Action[]): Waiting<unknown> {
        yield* perform(actions);
        return ["reply", "done", i];
      }
      function* noreply(actions: Action[]): Waiting<unknown> {
        yield* perform(actions);
        return ["noreply", i];
      }
      const module = handlersWait
        ? { handleCall: reply, handleCast: noreply }
        : { handleCall: then("reply", "done", i), handleCast: then("noreply", i) };
      const init = (): ["ok", number] => ["ok", i];
      const ended = () => this.living("terminate");
      this.servers.push(
        kept(
          await GenServer.start(
            { ...(module as object), init, terminate: ended, handleInfo: () => ["noreply", i] },
            null,
          ),
        ),
      );
    }
  }

  /** Does what needs no waiting. False for the rest. */
  private act({ op, to, reason, script }: Action): boolean {
    const other = this.servers[to] as Pid;
    if (op === "call" || op === "sleep" || op === "start") return false;
    if (op === "throw") throw new Error(reason);
    if (op === "cast") GenServer.cast(other, script);
    if (op === "signal") exit(other, reason);
    if (op === "link" && isAlive(other)) link(other);
    if (op === "unlink") unlink(other);
    if (op === "trap") trapExit(reason !== "boom");
    return true;
  }

  performPlain(actions: readonly Action[]): void {
    this.living("begin");
    for (const action of actions) this.act(action);
  }

  *perform(actions: readonly Action[]): Waiting {
    this.living("begin");
    for (const action of actions) {
      if (this.act(action)) continue;
      const { op, to, catches, script, reason } = action;
      try {
        if (op === "sleep") {
          if (rt.waitCall(undefined, sleep, to) === rt.parked) yield;
        } else if (op === "call") {
          if (rt.waitCall(GenServer, GenServer.call, this.servers[to], script, 20) === rt.parked) yield;
        } else if (op === "start") {
          const init = (): "ignore" => (reason === "normal" ? "ignore" : exit(reason));
          if (rt.waitCall(GenServer, GenServer.startLink, { init }, null) === rt.parked) yield;
        }
      } catch (error) {
        if (!catches) throw error;
      }
      this.living(`after ${op}`);
    }
  }

  /** Asked when a handler begins, and after it waited. A process may end by what it does itself; it goes on until it waits then. */
  private living(what: string): void {
    if (!isAlive(self())) this.deedsOfTheDead.push(what);
  }
}

const waits = fc.array(fc.boolean(), { minLength: COUNT, maxLength: COUNT });
law(
  "nothing of a process runs after its end",
  150,
  [waits, fc.array(script, { minLength: 1, maxLength: 4 })],
  async (waiting, scripts) => {
    const chaos = new Chaos();
    await chaos.open(waiting);
    const clients = scripts.map((one) =>
      start(function* (): Waiting {
        yield* chaos.perform(one);
      }),
    );
    await time.settle(2000);
    expect(chaos.deedsOfTheDead).toEqual([]);
    expect(clients.filter(isAlive)).toEqual([]);
    await clear();
  },
);
