// tap(look): a stage that looks at the value and hands it on. In a pipe the pipe writes it out (stage.ts); anywhere else it is a function.
//
//   tap(log)   ->   (value) => (log(value), value)
//
// Not written with quotes, as ping_pong is: in a pipe it is a part of how the pipe writes its stages out.

import type { Macro } from "../2-expand/expansion.js";
import * as build from "../ast/build.js";
import { plainCaller } from "./pipe.js";
import { applyTap, isPlainStage } from "./stage.js";

export const tap: Macro = {
  name: "tap",
  expand(call, x) {
    const [look] = call.arguments;
    if (look === undefined) return x.reject("tap_empty", call, {});
    const name = x.freshName("value", call);
    const value = { code: name, simple: true };
    if (isPlainStage(look, x))
      return build.arrow([build.parameter(name)], build.paren(applyTap(look, value, plainCaller(x), x)));
    const looking = x.freshName("look", call);
    const inner = build.arrow(
      [build.parameter(name)],
      build.paren(applyTap({ fn: looking }, value, plainCaller(x), x)),
    );
    return build.call(build.paren(build.arrow([build.parameter(looking)], inner)), [x.visit(look)]);
  },
};
