// Jobs run in processes of their own; who asked gets the answer when its job is done, or why it failed.
import {
  callLater,
  cast,
  type Down,
  type From,
  genserver,
  info,
  type MonitorRef,
  reply,
  run,
  self,
  send,
  spawnMonitor,
} from "tincture";

type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: unknown };
type Done = { readonly tag: "done"; readonly id: number; readonly value: unknown };

export const Queue = genserver(
  (atOnce: number) => {
    let next = 0;
    const waiting: { id: number; job: string }[] = [];
    const asked = new Map<number, From<Answer>>();
    const running = new Map<MonitorRef, number>();

    const begin = (): void => {
      while (running.size < atOnce) {
        const item = waiting.shift();
        if (item === undefined) return;
        const queue = self<Done>();
        const { ref } = spawnMonitor(() => {
          const value: unknown = JSON.parse(item.job);
          send(queue, { tag: "done", id: item.id, value });
        });
        running.set(ref, item.id);
      }
    };
    const answer = (id: number, result: Answer): void => {
      const from = asked.get(id);
      if (from !== undefined) reply(from, result);
      asked.delete(id);
    };

    return {
      run: callLater((from: From<Answer>, job: string) => {
        asked.set(next, from);
        waiting.push({ id: next++, job });
        begin();
      }),
      drop: cast(() => {
        waiting.length = 0;
      }),
      other: info((message: Done | Down) => {
        switch (message.tag) {
          case "done":
            return answer(message.id, { ok: true, value: message.value });
          case "DOWN": {
            const id = running.get(message.ref);
            running.delete(message.ref);
            if (id !== undefined) answer(id, { ok: false, why: message.reason });
            begin();
          }
        }
      }),
    };
  },
  { name: "Queue", timeout: 60_000 },
);

await run(async () => {
  await Queue.startLink(2);
  const answers = await Promise.all(['{"n":1}', "{", "[2]"].map((job) => Queue.run(job)));
  console.log(answers.map((answer) => answer.ok));
  Queue.drop();
});
