// What goes wrong with supervisors, registries, tasks and applications, where only the running program knows: OTP's answers, and what to do.
import { application, call, callLater, type From, genserver, receive, registry, reply, run, self, send, setLogger, sleep, stop, supervisor, Task, unlink, whereis } from "tincture";

const said: string[] = [];
setLogger({ error: (_, text = "") => void said.push(text.split("\n")[0] ?? ""), warn() {}, info() {} });
const told = (error: any) => console.log(`${error.code} | ${error.reason?.message ?? error.message}`);
const giving = (children: any) => supervisor({ strategy: "one_for_one" }, () => children);

// A child spec without start, one id twice, a start that was done already.
const Worker = genserver((n: number) => ({ n: call(() => n) }));
await giving([{ id: "worker" }]).start().catch(told);
await giving([1, 2].map((n) => Worker.child(n))).start().catch(told);
await giving([Worker.start(1)]).start().catch(told);
await giving(Worker.child(1)).start().catch(told);

// A supervisor that restarts for ever: it doesn't.
let starts = 0;
const Failing = genserver(() => {
  // tincture-ignore shared_state: a start that depends on the ones before is what this is about
  if (starts++ > 0) throw new Error(`start ${starts} failed`);
  return { crash: call(() => { throw new Error("crash"); }) };
}, { name: "Failing" });
const Top = supervisor({ strategy: "one_for_one" }, () => [Failing]);
await Top.start();
await Failing.crash().catch(() => {});
while (said.length < 6) await sleep(10);
console.log(starts, whereis("Failing"), said.map((text) => text.replace(/ Pid<\d+>/g, "")));

// A registry key registered twice, and a registry that is not there.
const Keys = registry("keys", { keys: "unique" });
try { Keys.lookup("a"); } catch (error) { told(error); }
await Keys.start();
await run(() => { Keys.register("a"); Keys.register("a"); }).catch(told);

// Needs in a circle.
const all: any[] = [];
const first = application({ name: "first", needs: () => all, start: () => Top });
all.push(application({ name: "second", needs: [first], start: () => Top }));
await first.start().catch(told);

// The result of another process's task.
await run(async () => {
  const task = Task.async(() => 1);
  await run(() => Task.await(task)).catch(told);
  console.log(await Task.await(task));
});

// A reply given twice: the first counts, the second reaches nobody.
const Twice = genserver(() => ({
  ask: callLater((from: From<number>) => { reply(from, 1); reply(from, 2); }),
}), { name: "Twice" });
await Twice.start();
console.log(await run(async () => {
  const answer = await Twice.ask();
  unlink(self());
  send(self(), "only this");
  return [answer, await receive()];
}));

// A block that is busy, or waits, past its time.
const Late = genserver(async (wait: boolean) => {
  const end = Date.now() + 60;
  while (!wait && Date.now() < end);
  if (wait) await new Promise(() => {});
  return { n: call(() => 1) };
}, { startTimeout: 30 });
for (const wait of [true, false]) await Late.start(wait).catch((error: Error) => console.log(error.message));
await stop("Twice");
process.exit(0);
