/**
 * Text of errors, from messages/runtime.md.
 *
 * Shape: a key ("bad_timeout", "noproc/link") and the values for the words in braces.
 */
import { messageTable } from "./message_table.js";

export type MessageKey = keyof typeof messageTable;

/** The text for `key`, with its words filled in. */
export function say(key: MessageKey, words: Readonly<Record<string, unknown>> = {}): string {
  return messageTable[key].replace(/\{(\w+)\}/g, (_, word: string) => String(words[word]));
}
