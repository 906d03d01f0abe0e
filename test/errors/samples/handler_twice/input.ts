import { genserver, info, terminate } from "tincture";

export const Server = genserver(() => ({
  first: info((_m: string) => {}),
  end: terminate(() => {}),
  second: info((_m: number) => {}),
}));
