import { flow, server, t, request, go } from "./prelude.js";
import * as all from "./prelude.js";
import own from "./prelude.js";

export const a = flow(1, String);
export const Server = server((n: number) => ({ get: request(() => n), more: t.call(() => n) }));
go(() => all.flow(2, String));
// Hidden by an export of the module itself.
export const b = all.tap((x: number) => x);
export const c = own(3);
