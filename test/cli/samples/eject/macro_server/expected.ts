import * as rt from "tincture/abi";
import { refuse } from "tincture";

interface TurnstileState {
  state: string;
}

function move(state: TurnstileState, event: string, leads: Record<string, string>): string {
  const next = leads[state.state];
  if (next === undefined) return refuse(`${event} while ${state.state}`);
  state.state = next;
  return next;
}

const Turnstile = rt.genserver("Turnstile", {
  init(): TurnstileState {
    return { state: "locked" };
  },
  handlers: { coin: rt.call((state: TurnstileState) => move(state, "coin", { locked: "open" })), push: rt.call((state: TurnstileState) => move(state, "push", { locked: "locked", open: "locked" })) }
}, { name: "turnstile" });

await rt.run(function* () {
  let target;
  yield* rt.waited(rt.waitCall(Turnstile, Turnstile.start));
  console.log(yield* rt.waited(rt.waitCall(Turnstile, Turnstile.push)), yield* rt.waited(rt.waitCall(Turnstile, Turnstile.coin)));
  const error = yield* rt.waited(rt.waitCall(target = Turnstile.coin(), target.catch<string>, (error: Error) => error.message));
  console.log(error, yield* rt.waited(rt.waitCall(Turnstile, Turnstile.push)));
});
