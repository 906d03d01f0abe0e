import { type Exit, receive, spawn } from "tincture";

type Add = { readonly tag: "add"; readonly n: number };
type Get = { readonly tag: "get" };
type Stop = { readonly tag: "stop" };

export const adder = spawn<Add | Get>(async () => {
  let sum = 0;
  while (sum < 10)
    await receive((message: Add | Get | Stop | Exit) => {
      switch (message.tag) {
        case "add": sum += message.n; break;
        case "get": break;
        case "stop": sum = 10; break;
        case "add": sum = 0; break;
        case "EXIT": break; // fine: the system sends it
      }
    });
});

// Fine: nobody says what comes.
spawn(async () => receive((message: Stop) => { switch (message.tag) { case "stop": return 1; } }));
