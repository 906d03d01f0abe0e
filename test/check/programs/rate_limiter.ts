// Token buckets, one per client, refilled by a timer of the process.
import { afterInit, call, genserver, info, registry, self, sendAfter, supervisor, via } from "tincture";

type Refill = { readonly tag: "refill" };

const limits: ReadonlyMap<string, number> = new Map([
  ["free", 10],
  ["paid", 1000],
]);
const Buckets = registry<string>("Buckets", { keys: "unique" });

export const Bucket = genserver(
  (client: string, plan: string) => {
    const size = limits.get(plan) ?? 1;
    let tokens = size;
    const refill = (): void => {
      tokens = size;
      sendAfter<Refill>(self(), { tag: "refill" }, 1000);
    };
    return {
      begin: afterInit(() => refill()),
      take: call((n = 1) => {
        if (n > tokens) return { ok: false, client } as const;
        tokens -= n;
        return { ok: true, left: tokens } as const;
      }),
      timer: info((message: Refill) => {
        switch (message.tag) {
          case "refill":
            refill();
        }
      }),
    };
  },
  { name: (client) => via(Buckets, client) },
);

export const Limits = supervisor({ strategy: "rest_for_one" }, () => [Buckets, Bucket.child("ann", "free")]);
await Limits.start();
const ann = Bucket.of("ann", "free");
for (let i = 0; i < 12; i++) console.log(await ann.take());
