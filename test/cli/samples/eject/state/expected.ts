import { type Down } from "tincture";
import * as rt from "tincture/abi";

declare function load(path: string): Promise<{ lines: string[]; readOnly: boolean }>;

interface EditorState {
  readonly path: string;
  readonly tabs: number;
  readonly note: string | undefined;
  readonly history: string[];
  cursor: number;
  selected: string | undefined;
  lines: string[];
  readOnly: boolean;
}

class Line {
  constructor(readonly text: string) {}
}

const current = (state: EditorState) => new Line(state.lines[state.cursor] ?? "");

const reload = rt.process(function* (state: EditorState): rt.Frame<void> {
  ({ lines: state.lines, readOnly: state.readOnly } = yield* rt.waited(rt.waitCall(undefined, load, state.path)));
}, "reload");

/** A file that is edited. */
export const Editor = rt.genserver("Editor", {
  *init(path: string, { tabs = 2 }: { tabs?: number } = {}, note?: string): rt.Frame<EditorState> {
    const state: EditorState = {
      path,
      tabs,
      note,
      history: [],
      cursor: 0,
      selected: undefined,
      lines: undefined!,
      readOnly: undefined!
    };
    // Read once.
    ({ lines: state.lines, readOnly: state.readOnly } = yield* rt.waited(rt.waitCall(undefined, load, state.path)));
    return state;
  },
  handlers: {
    text: rt.call((state: EditorState) => current(state).text.replaceAll("\t", " ".repeat(state.tabs))),
    select: rt.call(function* (state: EditorState, line: number): rt.Frame<string> {
      state.cursor = line;
      state.history.push(`select ${line}`);
      if (line >= state.lines.length) yield* rt.waited(rt.waitCall(undefined, reload, state));
      return (state.selected = current(state).text);
    }, () => [rt.number]),
    ignored: rt.cast((_state: EditorState, _line: number) => {}, () => [rt.number]),
    down: rt.info((state: EditorState, message: Down) => {
      switch (message.tag) {
        case "DOWN":
          state.readOnly = true;
          break;
        default: return rt.skip;
      }
    }, () => [rt.object({ tag: rt.literal("DOWN"), ref: rt.builtIn("MonitorRef"), pid: rt.builtIn("Pid"), name: rt.optional(rt.union(rt.string, rt.object({ global: rt.string }), rt.object({ name: rt.string, node: rt.string }))) })]),
    pause: rt.idle(1000, (state: EditorState) => {
      state.selected = undefined;
    }),
    end: rt.terminate((state: EditorState, reason) => console.log(state.note, state.selected, state.readOnly, reason)),
  },
  accepts: () => [rt.string, rt.optional(rt.object({ tabs: rt.optional(rt.number) })), rt.optional(rt.string)]
}, { name: "Editor" });
