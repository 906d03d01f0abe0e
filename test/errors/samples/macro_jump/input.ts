import { unless } from "./m.macro.js";

outer: for (const n of [1, 2, 3]) {
  unless(n > 1, () => {
    break;
  });
  unless(n > 2, () => {
    for (const m of [n]) {
      if (m > 1) continue;
      continue outer;
    }
  });
}
