// The second half of `npm run build`: dist/runtime and dist/transformer are CommonJS inside an ESM package, so each needs its own package.json.
// `node build.mjs clean` removes dist, so that a packed tarball holds nothing that the sources no longer make.
import { copyFileSync, cpSync, rmSync } from "node:fs";

if (process.argv[2] === "clean") rmSync("dist", { recursive: true, force: true });
else {
  for (const folder of ["runtime", "transformer"])
    copyFileSync(`${folder}/package.json`, `dist/${folder}/package.json`);
  // Macros of tincture that are written as a user's are: source, as a user's is.
  cpSync("transformer/builtin", "dist/transformer/builtin", {
    recursive: true,
    filter: (file) => !file.endsWith(".json"),
  });
}
