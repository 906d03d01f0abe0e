import { readFileSync } from "node:fs";
import { defmacro, escape } from "tincture/macro";

const text = readFileSync("no_such_file.json", "utf8");
export const config = defmacro(() => escape(JSON.parse(text).port as number));
