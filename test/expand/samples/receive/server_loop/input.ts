import { receive, send, spawn, type Pid } from "tincture";

type Message = { readonly tag: "get"; readonly from: Pid<number> } | { readonly tag: "add"; readonly n: number } | { readonly tag: "stop" };

// The loop of an Erlang server: every turn takes the place of the one before.
async function loop(total: number): Promise<void> {
  return receive((message: Message) => {
    switch (message.tag) {
      case "add": return loop(total + message.n);
      case "get": send(message.from, total); return loop(total);
      case "stop": return;
    }
  });
}

export const counter = spawn(() => loop(0));
