/**
 * What one file costs in the core that all per-file hosts share (vite, jest, Node ...), beside what else could make JavaScript of it: TypeScript's own `transpileModule` and
 * esbuild, which both leave the macros as they are, and the core itself for the same program without macros (the file as `tincture expand` shows it, so of the same length or longer).
 *
 * Units: median of the time of one file by the clock, warm, in turn with the others; esbuild works in a process of its own, so CPU time of ours would not show it. Ratios are ours / theirs: above 1
 * means that we take longer.
 */
import { readFileSync } from "node:fs";
import transformer from "tincture/transformer";
import ts from "typescript";
import { median } from "./median.js";
import { aligned } from "./table.js";

/** What is used of esbuild. */
interface Esbuild {
  readonly version: string;
  transformSync(text: string, options: object): { readonly code: string };
}

const files = ["scoreboard", "ping_pong", "order_pipeline", "selective_receive"];

type Way = "ours" | "transpileModule" | "esbuild" | "by hand";

export async function perFile(rounds: number): Promise<string> {
  const name: string = "esbuild";
  const esbuild = (await import(name)) as Esbuild;
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, sourceMap: true };
  const rows = files.map((file) => {
    const text = readFileSync(`test/wanted/${file}.ts`, "utf8");
    const core = (source: string): string => transformer.compileFile(ts, source, `${file}.ts`).js;
    const byHand = core(text).replace(/\n\/\/# sourceMappingURL.*/, "");
    const ways: Record<Way, () => string> = {
      ours: () => core(text),
      transpileModule: () => ts.transpileModule(text, { fileName: `${file}.ts`, compilerOptions }).outputText,
      esbuild: () => esbuild.transformSync(text, { loader: "ts", sourcemap: true, target: "es2022" }).code,
      "by hand": () => core(byHand),
    };
    if (!transformer.compileFile(ts, text, `${file}.ts`).isRewritten || !ways.esbuild().includes("console"))
      throw new Error(`${file} was not compiled`);
    const times: Record<Way, number[]> = { ours: [], transpileModule: [], esbuild: [], "by hand": [] };
    for (let round = 0; round < rounds; round++)
      for (const [way, run] of Object.entries(ways)) {
        const start = performance.now();
        run();
        if (round >= rounds / 4) times[way as Way].push(performance.now() - start);
      }
    const ours = median(times.ours);
    const beside = (way: Way): string =>
      `${median(times[way]).toFixed(2)} ms, ${(ours / median(times[way])).toFixed(1)}x`;
    const size = `${(text.length / 1000).toFixed(1)} KB`;
    return [file, size, `${ours.toFixed(2)} ms`, beside("transpileModule"), beside("esbuild"), beside("by hand")];
  });
  const head = ["file", "size", "per-file core", "transpileModule", `esbuild ${esbuild.version}`, "without macros"];
  return aligned(head, rows);
}
