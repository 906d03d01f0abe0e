// What holds on every transport: names have one owner, channels carry whole frames in order, both ends hear once of the end.
import { expect, test } from "vitest";
import type { Channel } from "../../dist/runtime/node/transport.js";
import { describeTransports, type Join, type Member } from "./every.js";

const bytes = (text: string): Uint8Array => Buffer.from(text);

interface End {
  readonly channel: Channel;
  readonly got: Buffer[];
  readonly closed: string[];
}

function end(channel: Channel, limit = 1 << 20): End {
  channel.limit = limit;
  const got: Buffer[] = [];
  const closed: string[] = [];
  channel.onFrame = (frame) => {
    expect(closed).toEqual([]);
    got.push(Buffer.from(frame));
  };
  channel.onClose = (reason) => closed.push(reason);
  return { channel, got, closed };
}

/** Connects a to b: the ends at both. */
async function connected(a: Member, b: Member, limit?: number): Promise<[End, End]> {
  const theirs = new Promise<End>((resolve) => void (b.accept = (channel) => resolve(end(channel, limit))));
  const ours = end(await a.membership.connect(b.name), limit);
  return [ours, await theirs];
}

describeTransports((cluster) => {
  const two = async (join: Join = cluster()): Promise<[Member, Member]> => [
    await join("one@host"),
    await join("two@host"),
  ];

  test("a name has one owner, and is free when that leaves", async () => {
    const join = cluster();
    const one = await join("one@127.0.0.1");
    await expect(join("one@127.0.0.1")).rejects.toMatchObject({ code: "node_name_taken" });
    const odd = await join("odd.na me*>/é");
    expect(await one.membership.names()).toEqual(["odd.na me*>/é"]);
    await one.membership.close();
    expect(await odd.membership.names()).toEqual([]);
    const again = await join("one@127.0.0.1");
    expect(await again.membership.names()).toEqual(["odd.na me*>/é"]);
    const [ours, theirs] = await connected(again, odd);
    ours.channel.send(bytes("hello"));
    await expect.poll(() => theirs.got.join()).toBe("hello");
  });

  test("of many who want a name at once, one gets it", async () => {
    const join = cluster();
    const all = await Promise.allSettled([1, 2, 3, 4, 5].map(() => join("wanted@host")));
    expect(all.map(({ status }) => status).sort()).toEqual(["fulfilled", ...Array(4).fill("rejected")]);
  });

  test("connecting to nobody, to one that left and to oneself is an error", async () => {
    const [one, two_] = await two();
    await two_.membership.close();
    for (const name of ["nobody@host", "two@host"])
      await expect(one.membership.connect(name)).rejects.toMatchObject({ code: "node_unreachable" });
  });

  test("frames arrive whole, in order, both ways, with empty and large ones", async () => {
    const [a, b] = await connected(...(await two()), 4 << 20);
    const frame = (i: number): Buffer => Buffer.alloc(i % 50 === 7 ? 200_000 : i % 97, i);
    for (let i = 0; i < 1000; i++) {
      a.channel.send(frame(i));
      b.channel.send(frame(i + 1));
      if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    a.channel.send(Buffer.alloc(3 << 20, 9));
    await expect.poll(() => [a.got.length, b.got.length], { timeout: 20_000 }).toEqual([1000, 1001]);
    for (let i = 0; i < 1000; i++) {
      if (!a.got[i]?.equals(frame(i + 1)) || !b.got[i]?.equals(frame(i))) expect.unreachable(`frame ${i} differs`);
    }
    expect(b.got[1000]?.equals(Buffer.alloc(3 << 20, 9))).toBe(true);
  });

  test("a frame may be changed once send has returned", async () => {
    const [a, b] = await connected(...(await two()));
    const frame = Buffer.from("before");
    a.channel.send(frame);
    frame.fill("x");
    await expect.poll(() => b.got.join()).toBe("before");
  });

  test("what is sent at once after connecting, from both ends, arrives", async () => {
    const [one, other] = await two();
    const got: string[] = [];
    other.accept = (channel) => {
      channel.onFrame = (frame) => got.push(`other ${Buffer.from(frame)}`);
      channel.send(bytes("from the door"));
    };
    const channel = await one.membership.connect("two@host");
    channel.onFrame = (frame) => got.push(`one ${Buffer.from(frame)}`);
    channel.send(bytes("from outside"));
    await expect.poll(() => got.sort()).toEqual(["one from the door", "other from outside"]);
  });

  test("both ends hear of the end once; what was sent before it arrives, nothing after it", async () => {
    const [a, b] = await connected(...(await two()));
    a.channel.send(bytes("last"));
    a.channel.close();
    a.channel.close();
    a.channel.send(bytes("too late"));
    await expect.poll(() => b.closed.length).toBe(1);
    b.channel.send(bytes("nobody hears"));
    expect(a.closed.length).toBe(1);
    expect(b.got.join()).toBe("last");
    expect([...a.closed, ...b.closed].every((reason) => reason !== "")).toBe(true);
  });

  test("one that leaves closes its channels", async () => {
    const [one, other] = await two();
    const [a, b] = await connected(one, other);
    const [c, d] = await connected(other, one);
    await one.membership.close();
    await expect.poll(() => [a, b, c, d].map(({ closed }) => closed.length)).toEqual([1, 1, 1, 1]);
    expect([one.lost, other.lost]).toEqual([[], []]);
  });

  test("a frame over the bound closes the channel at its receiver, and never arrives", async () => {
    const [a, b] = await connected(...(await two()), 1000);
    a.channel.send(Buffer.alloc(1000));
    a.channel.send(Buffer.alloc(1001));
    a.channel.send(bytes("behind it"));
    await expect.poll(() => [a.closed.length, b.closed.length]).toEqual([1, 1]);
    expect(b.got.map(({ length }) => length)).toEqual([1000]);
  });

  test("a stranger may send no more than a handshake needs, until it is known", async () => {
    const [one, other] = await two();
    const got: number[] = [];
    const closed: string[] = [];
    other.accept = (channel) => {
      channel.onFrame = (frame) => got.push(frame.length);
      channel.onClose = (reason) => closed.push(reason);
    };
    for (const size of [4096, 4097]) (await one.membership.connect("two@host")).send(Buffer.alloc(size));
    await expect.poll(() => [got, closed.length]).toEqual([[4096], 1]);
  });

  test("buffered tells what a slow peer has not taken, and goes to 0 when it has", async () => {
    const [a, b] = await connected(...(await two()));
    expect(a.channel.buffered).toBe(0);
    let most = 0;
    for (let i = 0; i < 200; i++) {
      a.channel.send(Buffer.alloc(10_000));
      await Promise.resolve();
      most = Math.max(most, a.channel.buffered);
    }
    expect(most).toBeGreaterThan(1_000_000);
    await expect.poll(() => [b.got.length, a.channel.buffered], { timeout: 20_000 }).toEqual([200, 0]);
  });

  test("many channels between two nodes don't mix", async () => {
    const [one, other] = await two();
    const pairs: [End, End][] = [];
    for (let i = 0; i < 10; i++) pairs.push(await connected(i % 2 ? one : other, i % 2 ? other : one));
    pairs.forEach(([a, b], i) => {
      a.channel.send(bytes(`to ${i}`));
      b.channel.send(bytes(`back ${i}`));
    });
    await expect
      .poll(() => pairs.map(([a, b]) => `${a.got} ${b.got}`))
      .toEqual(pairs.map((_, i) => `back ${i} to ${i}`));
    pairs[3]?.[0].channel.close();
    await expect.poll(() => pairs.flat().filter(({ closed }) => closed.length > 0).length).toBe(2);
  });

  test("the directory is the cluster's", async () => {
    const join = cluster();
    const [one, other] = await two(join);
    expect(await one.membership.directory.create("a", bytes("1"))).toBeTypeOf("number");
    expect(await other.membership.directory.create("a", bytes("2"))).toBe(undefined);
    await one.membership.close();
    const third = await join("three@host");
    expect(Buffer.from((await third.membership.directory.read("a"))?.value ?? []).toString()).toBe("1");
  });
});
