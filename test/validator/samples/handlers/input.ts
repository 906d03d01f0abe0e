import { afterInit, call, callLater, cast, genserver, info, reply, terminate, type Exit, type From } from "tincture";

type Command = { tag: "open" } | { tag: "close"; reason: string } | Exit;

export const Door = genserver((name: string) => {
  const waiting: From<string>[] = [];
  return {
    look: call(() => name), // nothing to check
    anything: call((value: unknown, more: any) => [value, more]),
    knock: callLater((from: From<string>, who: string) => void waiting.push(from)),
    wait: callLater((from: From<string>) => void waiting.push(from)),
    pass: cast((caller: From<string>) => reply(caller, name)),
    setUp: afterInit(() => {}),
    tidy: terminate((reason) => console.log(reason)),
    other: info((message: Command) => console.log(message.tag)),
  };
});
