// `npx tincture` as a user has it: the packed package in a project of its own, with git, and stock `tsc` in the end.
import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { run } from "./process.js";
import { install, type Project, tools, wanted } from "./project.js";

describe.for(Object.entries(tools))("%s", ([, packages]) => {
  let project: Project;
  const tincture = async (...args: string[]) => {
    const { stdout, stderr, code } = await run("npx", ["--no-install", "tincture", ...args], { cwd: project.folder });
    return { stdout, stderr: stderr.replace(/^npm warn .*\n/gm, ""), code };
  };
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=tester", "-c", "user.email=tester@example.com", ...args], { cwd: project.folder });

  beforeAll(async () => {
    project = await install(packages);
    project.configure({ rootDir: "src" }, { include: ["src"] });
    for (const [name, program] of Object.entries(wanted)) project.write(`src/${name}.ts`, program.source);
    project.write(".gitignore", "node_modules\nout\n");
    expect((await git("init", "--quiet")).code).toBe(0);
    expect((await git("add", "--all")).code).toBe(0);
    expect((await git("commit", "--quiet", "--message", "start")).code).toBe(0);
  });

  test("expand prints what runs, and with a line only that", async () => {
    expect(await tincture("expand", "src/scoreboard.ts")).toMatchObject({
      stdout: expect.stringMatching(
        /^import \* as rt from "tincture\/abi";\n\n\/\*\* Points per player. \*\/\nexport const Scoreboard = rt\.genserver\(/,
      ),
      stderr: "",
      code: 0,
    });
    const { stdout } = await tincture("expand", "src/scoreboard.ts:11");
    expect(stdout).toBe("rt.call((state, player: string) => state.scores[player] ?? 0, () => [rt.string])\n");
  });

  test("eject: from the first look to a project without the plugin", { timeout: 180_000 }, async () => {
    const dry = await tincture("eject", "--dry-run");
    expect(dry).toMatchObject({ stderr: "", code: 0 });
    expect(dry.stdout).toContain("--- a/src/scoreboard.ts\n+++ b/src/scoreboard.ts\n@@ ");
    expect(dry.stdout).toMatch(/^-\s+addPoints: cast\(\(player: string, points: number\) => \{$/m);
    expect(dry.stdout).toMatch(
      /^\+\s+addPoints: rt\.cast\(\(state: ScoreboardState, player: string, points: number\) => \{$/m,
    );
    expect((await git("diff", "--name-only", "src", "tsconfig.json")).stdout).toBe("");

    // A patch that git can apply is a diff that is right.
    project.write("eject.patch", dry.stdout);
    expect(await git("apply", "--check", "eject.patch")).toMatchObject({ output: "", code: 0 });

    project.write("src/scoreboard.ts", `${project.read("src/scoreboard.ts")}\n`);
    const dirty = await tincture("eject");
    expect(dirty).toMatchObject({ stdout: "", code: 1 });
    expect(dirty.stderr).toMatch(/not committed:\n\s+M src\/scoreboard\.ts\n/);
    await git("checkout", "--quiet", "src");

    const one = await tincture("eject", "src/ping_pong.ts");
    expect(one).toMatchObject({ stderr: "", code: 0 });
    expect(one.stdout).toContain("Other files still have macros");
    expect(project.read("tsconfig.json")).toContain("tincture/transformer");

    const all = await tincture("eject", "--force");
    expect(all).toMatchObject({ code: 0 });
    expect(project.read("tsconfig.json")).not.toContain("tincture/transformer");
    expect((await tincture("eject")).stdout).toBe("There are no macros to eject.\n");

    expect((await project.tsc("-p", ".")).output).toBe("");
    expect(readdirSync(project.path("out"))).not.toEqual([]);
    for (const [name, program] of Object.entries(wanted)) {
      const { stdout, stderr, code } = await project.node([`out/${name}.js`]);
      expect({ name, stdout, stderr, code }).toEqual({ name, stdout: program.expected, stderr: "", code: 0 });
    }
  });
});
