// Does a name occur in a piece of text? One look at the text spares most walks through the code.

const isPart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 36;

/** Is `word` in the text, from `start` to `end`, as a name of its own and not as a part of one? */
export function hasWord(text: string, word: string, start = 0, end = text.length): boolean {
  for (let at = text.indexOf(word, start); at !== -1; at = text.indexOf(word, at + 1)) {
    const behind = at + word.length;
    if (behind > end) return false;
    const begins = at === start || !isPart(text.charCodeAt(at - 1));
    if (begins && (behind === end || !isPart(text.charCodeAt(behind)))) return true;
  }
  return false;
}
