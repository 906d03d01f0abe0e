// How `npm test` runs. Tests import "tincture" by name, which is this package's own dist: that folder stays external, so that a test, the code
// it compiled and the runtime all share one instance. dist is built before vitest starts.
import { defineConfig } from "vitest/config";

const ci = process.env.CI === "true";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/e2e/packed.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    allowOnly: !ci,
    server: { deps: { external: [/\/dist\//] } },
    reporters: [["default", { summary: false }], "./test/closing_line.ts"],
  },
});
