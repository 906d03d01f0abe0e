import { call, genserver, refuse, type Server, type Client, type Call } from "tincture";
import { defmacro, escape, type Expr, type Property, quote, report, theirs, unquote, unquoteSplicing } from "tincture/macro";

type States = Record<string, Record<string, string>>;
type EventOf<S> = { [K in keyof S]: keyof S[K] }[keyof S] & string;
type Machine<S> = Server<[], Record<EventOf<S>, Call<[], string>>> & Client<Record<EventOf<S>, Call<[], string>>>;

/** Where an event leads: { locked: { coin: "open" } } -> coin: { locked: "open" } */
function eventsOf(states: readonly Property[]): Map<string, Record<string, string>> {
  const found = new Map<string, Record<string, string>>();
  for (const { name: state, value } of states)
    for (const { name: event, value: next } of value.shape.kind === "object" ? value.shape.properties : []) {
      const target = next.shape.kind === "literal" ? String(next.shape.value) : "";
      if (!states.some(({ name }) => name === target)) report(next, `There is no state ${next.text}.`);
      found.set(event, { ...found.get(event), [state]: target });
    }
  return found;
}

export const machine = defmacro(<S extends States>(name: Expr<string>, states: Expr<S>): Expr<Machine<S>> | undefined => {
  if (states.shape.kind !== "object") return report(states, "The states are written in place.") as undefined;
  const { properties } = states.shape;
  const handlers = [...eventsOf(properties)].map(([event, leads]) => ({
    name: event,
    value: quote(() => call(() => theirs<Inside>().move(unquote(escape(event)), unquote(escape(leads))))),
  }));
  return quote(() =>
    genserver(() => {
      let state = unquote(escape(properties[0]?.name ?? ""));
      function move(event: string, leads: Record<string, string>): string {
        const next = leads[state];
        if (next === undefined) return refuse(`${event} while ${state}`);
        state = next;
        return next;
      }
      return { ...unquoteSplicing(handlers) };
    }, { name: unquote(name) }),
  ) as unknown as Expr<Machine<S>>;
});

/** What the handlers see of the block around them. */
interface Inside {
  move(event: string, leads: Record<string, string>): string;
}
