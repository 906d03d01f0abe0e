import { call, cast, genserver, info } from "tincture";
import { name, schemas } from "./schemas.js";

export const Room = genserver(() => {
  const names = new Set<string>();
  return {
    join: cast(name, (who: string) => void names.add(who)),
    leave: cast({ args: [name], strict: true }, (who: string) => void names.delete(who)),
    has: call(schemas, (who: string) => names.has(who)),
    other: info({ args: [name] }, (who: string) => void names.add(who)),
  };
});
