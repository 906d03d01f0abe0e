// The way in for jest: `transform: { "\\.[mc]?tsx?$": "tincture/jest" }` in its configuration. It compiles all of TypeScript, with or without macros.

import { createRequire } from "node:module";
import { join } from "node:path";
import { fingerprint } from "./cache.js";
import { hoistMocks } from "./hoist_mocks.js";
import { checkHostVersion } from "./host_version.js";
import { HostError, type HostOptions } from "./project.js";
import { asText } from "./shown.js";
import { SourceCompiler, type Way } from "./source_compiler.js";

/** What jest says of the project and of the file, as far as it matters here. */
interface JestOptions {
  readonly config: { readonly rootDir: string };
  readonly configString: string;
  readonly instrument: boolean;
  readonly supportsStaticESM: boolean;
}

interface Transformer {
  process(text: string, fileName: string, options: JestOptions): { code: string; map: string };
  getCacheKey(text: string, fileName: string, options: JestOptions): string;
}

/** What jest asks for with the options beside the name of the transformer. */
function createTransformer(options?: HostOptions): Transformer {
  let made: SourceCompiler | undefined;
  const compilerFor = ({ config: { rootDir } }: JestOptions): SourceCompiler => {
    if (made === undefined) checkHostVersion("jest", jestVersion(rootDir));
    made ??= new SourceCompiler("jest", rootDir, options);
    return made;
  };
  const wayOf = ({ supportsStaticESM }: JestOptions): Way => ({
    module: supportsStaticESM ? "esm" : "commonjs",
    all: true,
    before: [hoistMocks],
  });
  return {
    process(text, fileName, jest) {
      const compiled = compilerFor(jest).compile(text, fileName, wayOf(jest));
      if (compiled === undefined) return { code: text, map: "" };
      const show = (isError: boolean): string =>
        compiled.mistakes
          .filter((mistake) => mistake.isError === isError)
          .map((mistake) => asText(mistake, jest.config.rootDir))
          .join("\n");
      const [errors, warnings] = [show(true), show(false)];
      if (warnings !== "") process.stderr.write(`${warnings}\n`);
      if (errors !== "") throw new HostError(errors);
      return { code: compiled.js, map: compiled.map };
    },
    getCacheKey(text, fileName, jest) {
      const compiler = compilerFor(jest);
      const parts = [
        compiler.keyOf(text, fileName, wayOf(jest)),
        ...compiler.reachableTexts(text, fileName),
        jest.configString,
        String(jest.instrument),
      ];
      return fingerprint(JSON.stringify(parts));
    },
  };
}

function jestVersion(rootDir: string): string | undefined {
  try {
    return createRequire(join(rootDir, "package.json"))("jest/package.json").version;
  } catch {
    return undefined; // jest is run in another way, by what brings it along
  }
}

export = { createTransformer };
