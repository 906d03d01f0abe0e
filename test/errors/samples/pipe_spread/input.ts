import { pipe } from "tincture";

const stages = [String, Number] as const;
export const a = (pipe as any)(1, ...stages);
