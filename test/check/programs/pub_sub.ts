// Topics in a registry of duplicate keys; subscribers are plain processes.
import { type Pid, receive, registry, run, self, send, skip, spawnLink } from "tincture";

type Event = { readonly tag: "event"; readonly topic: string; readonly body: unknown };
type Ready = { readonly tag: "ready" };

export const Topics = registry<string, { since: number }>("Topics", { keys: "duplicate" });

export const publish = (topic: string, body: unknown): void =>
  Topics.dispatch(topic, (pid: Pid) => send(pid, { tag: "event", topic, body }));

/** Hands every event to `handle`; ends with the process that subscribed. */
export const subscribe = (topic: string, handle: (event: Event) => void): Pid<Event> => {
  const parent = self<Ready>();
  return spawnLink<Event>(async () => {
    Topics.register(topic, { since: Date.now() });
    send(parent, { tag: "ready" });
    for (;;) {
      const event = await receive((message: Event) => {
        switch (message.tag) {
          case "event":
            return message.topic === topic ? message : skip;
        }
      });
      handle(event);
    }
  });
};

let printed = 0;
await run(async () => {
  await Topics.startLink();
  subscribe("news", (event) => console.log(event.body));
  await receive((message: Ready) => {
    switch (message.tag) {
      case "ready":
        return true;
    }
  });
  publish("news", { headline: "tea" });
  printed += 1;
});
console.log(printed);
