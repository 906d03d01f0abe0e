import { type Application, application, call, genserver, registry, supervisor } from "tincture";

const Topics = registry<string, number>("topics", { keys: "duplicate" });
const Worker = genserver(() => ({ ping: call(() => "pong") }));
const Top = supervisor({ strategy: "one_for_one" }, () => [Topics, Worker]);

export const store = application({ name: "store", start: () => Top, env: { path: "data" } });
export const web: Application = application({
  name: "web",
  needs: () => [store],
  start: () => supervisor({ strategy: "one_for_all" }, () => [Worker]),
  startPhases: { warm: () => console.log("warm") },
});
