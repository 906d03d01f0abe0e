// ping_pong(() => { ping(x); pong(f); }): a fresh process that sends itself a message and takes it. Written as anybody's macros are.
import { receive, self, send, skip, spawn } from "tincture";
import { caller, defmacro, type Expr, inPlace, quote, report, unquote } from "tincture/macro";

/** What `ping` sends. */
interface Ping {
  readonly tag: "ping";
  readonly message: unknown;
}

export const ping_pong = defmacro((block: Expr<() => void>) => {
  if (block.shape.kind !== "function") return report(block, "ping_pong_not_in_place");
  return quote(() =>
    spawn(async () => {
      unquote(block)();
    }),
  );
});

export const ping = defmacro((message: Expr<unknown>) => {
  if (!caller().isIn(ping_pong)) return report(undefined, "outside_ping_pong");
  return quote(() => send(self(), { tag: "ping", message: unquote(message) }));
});

/** The function's own expression is evaluated once, before the wait, and not for every message. */
export const pong = defmacro((take: Expr<(message: unknown) => unknown>) => {
  if (!caller().isIn(ping_pong)) return report(undefined, "outside_ping_pong");
  const { shape } = take;
  if (shape.kind === "function" && shape.async)
    return inPlace(
      quote(async () => {
        await receive(async (ping: Ping) => {
          if (ping.tag !== "ping") return skip;
          return await unquote(take)(ping.message);
        });
      }),
    );
  if (shape.kind === "function" || shape.kind === "identifier" || shape.kind === "member")
    return inPlace(
      quote(async () => {
        await receive((ping: Ping) => {
          if (ping.tag !== "ping") return skip;
          return unquote(take)(ping.message);
        });
      }),
    );
  return inPlace(
    quote(async () => {
      const taken = unquote(take);
      await receive((ping: Ping) => (ping.tag === "ping" ? taken(ping.message) : skip));
    }),
  );
});
