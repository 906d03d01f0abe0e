import { after, receive, run, skip } from "tincture";

type Message = { readonly tag: "a"; readonly n: number } | { readonly tag: "b" };
declare const handlers: (message: Message) => string;

run(async () => {
  const first = await receive<Message>();
  const second = await receive((m: Message) => { switch (m.tag) { case "a": return m.n > 1 ? m.n : skip; } });
  // The last clause doesn't run on into the new default; `break` takes the message.
  await receive((m: Message) => {
    switch (m.tag) {
      case "b": break;
      case "a": console.log(m.n);
    }
  });
  // Not the last statement, or with a default of its own: left alone.
  await receive((m: Message) => { switch (m.tag) { case "a": return 1; } return 2; });
  await receive((m: Message) => { switch (m.tag) { case "a": return 1; default: return 2; } });
  await receive(handlers, after(5, () => "late"));
  const timeout = after(0, () => undefined);
  const later = receive(handlers, timeout);
  return [first, second, await later];
});
