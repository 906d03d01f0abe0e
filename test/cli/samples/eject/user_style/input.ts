import { cast, genserver, receive, run } from 'tincture'

export const Log = genserver(() => {
	const lines: string[] = []
	return {
		add: cast((line: string) => {
			for (const part of line.split('\n')) lines.push(`
  ${part}
`)
		}),
	}
}, { name: 'Log' })

void run(async () => {
	const line = await receive((m: { tag: 'line', text: string }) => {
		switch (m.tag) { case 'line': return m.text }
	})
	if (line === '') await receive()
	else Log.add(line)
})
