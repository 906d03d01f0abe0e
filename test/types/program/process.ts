// Processes, messages and what waits for them.
import {
  after,
  type Pid,
  type ping_pong,
  receive,
  run,
  type self,
  send,
  skip,
  spawn,
  type spawnMonitor,
} from "tincture";
import { same } from "./same.js";

type Message = { readonly tag: "low"; readonly n: number } | { readonly tag: "text"; readonly text: string };

const pid = spawn<Message>(() => {});
same<typeof pid, Pid<Message>>(true);
send(pid, { tag: "low", n: 1 });
// @ts-expect-error not a message that this process takes
send(pid, { tag: "high" });
same<ReturnType<typeof spawnMonitor<Message>>["pid"], Pid<Message>>(true);
same<ReturnType<typeof ping_pong>, Pid>(true);

const result = run(async () => {
  same<ReturnType<typeof self<Message>>, Pid<Message>>(true);
  const taken = await receive(
    (message: Message) => (message.tag === "low" ? message.n : skip),
    after(5, () => "late"),
  );
  same<typeof taken, number | string>(true);
  const any = await receive<Message>();
  same<typeof any, Message>(true);
  return taken;
});
same<typeof result, Promise<number | string>>(true);
