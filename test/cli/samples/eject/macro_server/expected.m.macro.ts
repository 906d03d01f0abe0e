import { type Server, type Client, type Call } from "tincture";
import * as rt from "tincture/abi";
import { type Expr, type Property } from "tincture/macro";

type States = Record<string, Record<string, string>>;
type EventOf<S> = { [K in keyof S]: keyof S[K] }[keyof S] & string;
type Machine<S> = Server<[], Record<EventOf<S>, Call<[], string>>> & Client<Record<EventOf<S>, Call<[], string>>>;

export const machine = rt.macro("machine");

/** What the handlers see of the block around them. */
interface Inside {
  move(event: string, leads: Record<string, string>): string;
}
