import * as rt from 'tincture/abi'

interface LogState {
	readonly lines: string[];
}

export const Log = rt.genserver('Log', {
	init(): LogState {
		return { lines: [] };
	},
	handlers: {
		add: rt.cast(function* (state: LogState, line: string) {
			for (const part of line.split('\n')) {
				if (rt.tick()) yield;
				state.lines.push(`
  ${part}
`)
			}
		}, () => [rt.string]),
	}
}, { name: 'Log' })

void rt.run(function* () {
	const line = yield* rt.waited(rt.receive((m: { tag: 'line', text: string }) => {
		switch (m.tag) { case 'line': return m.text
		default: return rt.skip; }
	}))
	if (line === '') yield* rt.waited(rt.receive())
	else Log.add(line)
})
