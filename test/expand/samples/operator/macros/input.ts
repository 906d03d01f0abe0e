import { pipe, receive, run, self, send } from "tincture";

const trim = (text: string) => text.trim();
const longer = (text: string, by: string) => text + by;

// A pipe of the macro in a chain, a chain in a pipe, sends and waiting code.
export const a = pipe(" a " |> trim, text => text |> longer("b")) |> longer("c");

export const b = run(async () => {
  const me = self<string>();
  me |> send("hello" |> longer("!"));
  return await receive((text: string) => text |> longer("?"))
    |> longer(".");
});
