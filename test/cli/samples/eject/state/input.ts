import { call, cast, genserver, idle, info, terminate, type Down } from "tincture";

declare function load(path: string): Promise<{ lines: string[]; readOnly: boolean }>;

/** A file that is edited. */
export const Editor = genserver(
  async (path: string, { tabs = 2 }: { tabs?: number } = {}, note?: string) => {
    const history: string[] = [];
    let cursor = 0;
    let selected: string | undefined;
    // Read once.
    let { lines, readOnly } = await load(path);

    class Line {
      constructor(readonly text: string) {}
    }
    const current = () => new Line(lines[cursor] ?? "");
    async function reload(): Promise<void> {
      ({ lines, readOnly } = await load(path));
    }

    return {
      text: call(() => current().text.replaceAll("\t", " ".repeat(tabs))),
      select: call(async (line: number): Promise<string> => {
        cursor = line;
        history.push(`select ${line}`);
        if (line >= lines.length) await reload();
        return (selected = current().text);
      }),
      ignored: cast((_line: number) => {}),
      down: info((message: Down) => {
        switch (message.tag) {
          case "DOWN":
            readOnly = true;
        }
      }),
      pause: idle(1000, () => {
        selected = undefined;
      }),
      end: terminate((reason) => console.log(note, selected, readOnly, reason)),
    };
  },
  { name: "Editor" },
);
