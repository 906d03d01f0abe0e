import { after, receive, run, sleep } from "tincture";

run(async () => {
  const done = await receive(async (m: { readonly tag: string }) => {
    switch (m.tag) {
      case "slow": await sleep(5); return m;
    }
  }, after(100, async () => { await sleep(1); return "late"; }));
  return receive((m: number) => m + (done === "late" ? 1 : 2));
});
