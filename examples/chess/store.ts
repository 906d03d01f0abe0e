// Where games are kept: a folder, CHESS_DATA, default build/chess of this repository. `npx tincture store list FOLDER` shows what is in it.
import { fileURLToPath } from "node:url";
import { lmdb } from "tincture/lmdb";

export const store = lmdb(process.env.CHESS_DATA ?? fileURLToPath(new URL("../../build/chess", import.meta.url)));
