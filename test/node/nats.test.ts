// What is particular to NATS: ways to sign in, what goes wrong with it, and what happens when it goes away.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectNats, nkeys } from "@nats-io/transport-node";
import { type NatsOptions, nats } from "tincture/nats";
import { afterEach, describe, expect, test } from "vitest";
import type { Channel, Membership, TransportEvents } from "../../dist/runtime/node/transport.js";
import { run, start } from "../e2e/process.js";
import { root } from "../suite.js";
import { freePort, type NatsServer, startNats, startNatsCluster } from "./nats_server.js";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const job of undo.splice(0).reverse()) await job();
});
async function server(options?: Parameters<typeof startNats>[0]): Promise<NatsServer> {
  const started = await startNats(options);
  undo.push(() => started.close());
  return started;
}
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "tincture-nats-test-"));
  undo.push(() => rmSync(made, { recursive: true }));
  return made;
}

/** A way to a server that can be cut. */
async function proxy(to: string): Promise<{ address: string; cut(isCut: boolean): void }> {
  const [host, port] = to.split(":") as [string, string];
  const sockets = new Set<Socket>();
  let isCut = false;
  const entrance = createServer((socket) => {
    const onward = connect(Number(port), host);
    for (const [a, b] of [[socket, onward] as const, [onward, socket] as const]) {
      sockets.add(a);
      a.on("error", () => {}).on("close", () => b.destroy());
      a.pipe(b);
    }
    if (isCut) socket.destroy();
  });
  await new Promise<void>((resolve) => entrance.listen(0, "127.0.0.1", resolve));
  undo.push(() => {
    for (const socket of sockets) socket.destroy();
    entrance.close();
  });
  return {
    address: `127.0.0.1:${(entrance.address() as AddressInfo).port}`,
    cut: (on) => {
      isCut = on;
      if (on) for (const socket of sockets) socket.destroy();
    },
  };
}

const events = (own: Partial<TransportEvents> = {}): TransportEvents => ({
  onChannel: () => {},
  onLost: () => {},
  ...own,
});
async function open(options: NatsOptions, name = "one@host", own?: Partial<TransportEvents>): Promise<Membership> {
  const member = await nats(options).open(name, events(own));
  undo.push(() => member.close());
  return member;
}
const errorOf = async (options: NatsOptions): Promise<string> => {
  const error = await open(options).then(
    () => expect.unreachable("it should have failed"),
    (error) => error,
  );
  return `${error.code}: ${error.message}`;
};

describe("each cause has one clear error", () => {
  test("nobody listens", async () => {
    const port = await freePort();
    expect(await errorOf({ servers: `127.0.0.1:${port}` })).toMatch(
      /^transport_unreachable: NATS at 127\.0\.0\.1:\d+ can't be reached: .*\nhint: start it with `nats-server -js`, or say where it is/,
    );
  });

  test("NATS runs without JetStream", async () => {
    const { address } = await server({ jetStream: false });
    expect(await errorOf({ servers: address })).toMatch(/^transport_unreachable: .*\nhint: start nats-server with -js/);
  });

  test("the credentials are wrong", async () => {
    const { address } = await server({ config: 'authorization { user: "ann", password: "secret" }' });
    const wrong = [{}, { user: "ann", pass: "wrong" }, { token: "secret" }];
    for (const options of wrong)
      expect(await errorOf({ servers: address, ...options })).toMatch(
        /^transport_unreachable: .*\nhint: check user and pass/,
      );
  });

  test("options that there are not", () => {
    expect(() => nats({ server: "x" } as NatsOptions)).toThrow(
      /nats has no option server.\nhint: its options are servers, /,
    );
    expect(() => nats({ cluster: "a b" })).toThrow(/expected the option cluster to be a name of letters/);
    expect(() => nats({ servers: 4222 } as never)).toThrow(/expected the option servers to be "host:port"/);
  });

  test("the packages of NATS are not installed", async () => {
    const alone = folder();
    cpSync(join(root, "dist/runtime"), alone, { recursive: true });
    const program = `require("./nats.js").nats().open("a@b", {}).catch(({ code, message }) => console.log(code, message))`;
    const { stdout } = await run(process.execPath, ["-e", program], { cwd: alone });
    expect(stdout).toBe(
      "not_installed tincture/nats needs packages that are not installed.\n" +
        "hint: npm install @nats-io/transport-node @nats-io/jetstream @nats-io/kv\n",
    );
  });
});

describe("ways to sign in", () => {
  test("user and password", async () => {
    const { address } = await server({ config: 'authorization { user: "ann", password: "secret" }' });
    expect(await (await open({ servers: address, user: "ann", pass: "secret" })).names()).toEqual([]);
  });

  test("token", async () => {
    const { address } = await server({ config: 'authorization { token: "a token" }' });
    expect(await (await open({ servers: address, token: "a token" })).names()).toEqual([]);
  });

  test("NKEY", async () => {
    const user = nkeys.createUser();
    const { address } = await server({ config: `authorization { users: [{ nkey: ${user.getPublicKey()} }] }` });
    const nkey = Buffer.from(user.getSeed()).toString();
    expect(await (await open({ servers: address, nkey })).names()).toEqual([]);
  });

  test("TLS, both sides with a certificate", async () => {
    const made = folder();
    const [key, cert] = [join(made, "key.pem"), join(made, "cert.pem")];
    const request = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1";
    execFileSync("openssl", [...request.split(" "), "-keyout", key, "-out", cert], { stdio: "ignore" });
    const config = `tls { cert_file: "${cert}", key_file: "${key}", ca_file: "${cert}", verify: true }`;
    const { address } = await server({ config });
    expect(await errorOf({ servers: address })).toMatch(/^transport_unreachable: /);
    const tls = { caFile: cert, cert: readFileSync(cert, "utf8"), keyFile: key };
    expect(await (await open({ servers: address, tls })).names()).toEqual([]);
  });
});

describe("two clusters on one NATS", () => {
  test("see nothing of each other", async () => {
    const { address } = await server();
    const a = await open({ servers: address, cluster: "a" });
    const b = await open({ servers: address, cluster: "b" });
    await a.directory.create("key", Buffer.from("a"));
    expect([await a.names(), await b.names(), await b.directory.read("key")]).toEqual([[], [], undefined]);
  });
});

describe("nodes and servers that go away", () => {
  test("the name of a node that was killed is free at once", async () => {
    const { address } = await server();
    const program = `require("./dist/runtime/nats.js").nats({ servers: "${address}" })
      .open("killed@host", { onChannel() {}, onLost() {} }).then(() => console.log("joined"));`;
    const other = start(process.execPath, ["-e", program]);
    await expect.poll(() => other.printed.output, { timeout: 20_000 }).toBe("joined\n");
    const one = await open({ servers: address });
    expect(await one.names()).toEqual(["killed@host"]);
    other.process.kill("SIGKILL");
    await new Promise((resolve) => other.process.on("close", resolve));
    await expect.poll(() => one.names()).toEqual([]);
    await expect(one.connect("killed@host")).rejects.toMatchObject({ code: "node_unreachable" });
    await open({ servers: address }, "killed@host");
    expect(await one.names()).toEqual(["killed@host"]);
  });

  test("one that leaves while another doesn't answer its knock leaves", async () => {
    const { address } = await server();
    const silent = await connectNats({ servers: address });
    undo.push(() => silent.close());
    const knocked = new Promise<void>((resolve) => {
      silent.subscribe("tincture.tincture.door.silent", { callback: () => resolve() });
    });
    await silent.flush();
    const one = await open({ servers: address });
    await one.directory.create("member/silent@host", Buffer.from("silent"));
    const connecting = one.connect("silent@host").catch((error: { code: string }) => error.code);
    await knocked;
    await one.close();
    expect(await connecting).toBe("node_unreachable");
  });

  test("a server that is killed and comes back: names and keys are kept, channels go on or close, never lie", async () => {
    const nats = await server();
    const accepted: Channel[] = [];
    const one = await open({ servers: nats.address });
    const two = await open({ servers: nats.address }, "two@host", { onChannel: (channel) => accepted.push(channel) });
    await one.directory.create("kept", Buffer.from("1"));
    const channel = await one.connect("two@host");
    const got: string[] = [];
    const closed: string[] = [];
    const theirs = accepted[0] as Channel;
    theirs.onFrame = (frame) => got.push(Buffer.from(frame).toString());
    theirs.onClose = (reason) => closed.push(reason);
    channel.onClose = (reason) => closed.push(reason);
    let sent = 0;
    const sending = setInterval(() => channel.send(Buffer.from(String(sent++))), 1);
    await expect.poll(() => got.length).toBeGreaterThan(20);
    await nats.kill();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await nats.restart();
    await expect.poll(() => closed.length === 2 || got.length > sent - 10, { timeout: 20_000 }).toBe(true);
    clearInterval(sending);
    expect(got).toEqual(got.map((_, i) => String(i)));
    await expect.poll(() => one.names(), { timeout: 20_000 }).toEqual(["two@host"]);
    expect((await two.directory.read("kept"))?.revision).toBeTypeOf("number");
    expect(await two.directory.create("kept", Buffer.from("2"))).toBe(undefined);
    const heard = new Promise((resolve) => void two.directory.watch("after/", resolve));
    await one.directory.create("after/it", Buffer.from("3"));
    expect(await heard).toBe("after/it");
  });

  test("a node whose name was taken while it was cut off is told that it is out", async () => {
    const { address } = await server();
    const way = await proxy(address);
    const lost: string[] = [];
    const one = await open({ servers: way.address }, "one@host", { onLost: (reason) => lost.push(reason) });
    const other = await open({ servers: address }, "other@host");
    way.cut(true);
    await expect.poll(() => other.names()).toEqual([]);
    const second = await open({ servers: address }, "one@host");
    way.cut(false);
    await expect.poll(() => lost, { timeout: 20_000 }).toEqual(["another node took the name meanwhile"]);
    await expect(one.names()).rejects.toMatchObject({ code: "transport_unreachable" });
    expect([await other.names(), await second.names()]).toEqual([["one@host"], ["other@host"]]);
  });

  test("of three servers one is lost: the cluster goes on, and nothing that was written is gone", async () => {
    const servers = await startNatsCluster();
    for (const one of servers) undo.push(() => one.close());
    const all = servers.map(({ address }) => address);
    const timeout = 20_000;
    const one = await open({ servers: all, timeout });
    const two = await open({ servers: [...all].reverse(), timeout }, "two@host");
    await one.directory.create("kept", Buffer.from("1"));
    await servers[0]?.kill();
    await expect
      .poll(
        () =>
          two.directory.read("kept").then(
            (entry) => entry?.revision,
            () => "unreachable",
          ),
        { timeout: 60_000 },
      )
      .toBeTypeOf("number");
    await expect
      .poll(() => one.directory.create("later", Buffer.from("2")).catch(() => "unreachable"), { timeout: 60_000 })
      .not.toBe("unreachable");
    expect(await two.directory.create("kept", Buffer.from("3"))).toBe(undefined);
    await expect.poll(() => one.names(), { timeout: 20_000 }).toEqual(["two@host"]);
  });
});
