import { call, genserver } from "tincture";
import * as z from "zod";

export const Account = genserver((limit: number) => {
  let balance = 0;
  return {
    put: call({ args: [z.number().max(limit)] }, (amount) => (balance += amount)),
  };
});
