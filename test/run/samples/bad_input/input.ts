// What goes wrong in the hands of users: OTP's answers in TypeScript's terms.
import { after, call, cast, genserver, isAlive, monitor, receive, register, run, self, send, sendAfter, sleep, spawn, stop, whereis, type Down } from "tincture";

const Server = genserver(() => {
  let n = 0;
  return {
    get: call(() => n),
    never: call(() => new Promise<number>(() => {})),
    throwText: call((): number => { throw "just text"; }),
    throwLater: call(async () => { await sleep(1); throw new TypeError("late"); }),
    self: call((): Promise<number> => Server.get()), // tincture-ignore own_call: what it comes to is the point of this program
    broken: cast(() => { (undefined as any).x; }),
  };
}, { name: "Server", timeout: 400 });

const told = (error: any) => console.log(error.name, "|", error.code, "|", error.reason instanceof Error ? `${error.reason.name}: ${error.reason.message}` : error.reason, "|", error.message);

const dead = spawn(() => {});
await new Promise(setImmediate);
console.log(isAlive(dead), send(dead, "lost"));
await Server.get().catch(told);
Server.broken();
try { send("nobody", 1); } catch (error) { told(error); }
await stop("nobody").catch(told);
await Server.start();
await Server.start().catch(told);
await Server.self().catch(told);
await Server.start().catch(told);
await Server.throwText().catch(told);
await Server.start();
await Server.throwLater().catch(told);
await Server.start();
await Server.never().catch(told);
await Server.get().catch(told);
await run(async () => Server.get()).catch(told);
try { self(); } catch (error) { told(error); }
try { sendAfter(dead, 1, -1); } catch (error) { told(error); }
try { sendAfter(dead, 1, Number.NaN); } catch (error) { told(error); }
await run(async () => receive(() => 1, after(-1, () => 2))).catch(told);
await sleep(Number.NaN).catch(told);
try { genserver(() => ({ a: call(() => 1) }), { timeout: -5 }); } catch (error) { told(error); }
try { register("", dead); } catch (error) { told(error); }
console.log(await run(async () => {
  const ref = monitor("no such name");
  return receive((down: Down) => [down.ref === ref, down.reason, down.name]);
}));
console.log(whereis("Server") !== undefined);
process.exit(0);
