// A handler that nobody can call: its server is not exported, and nothing in its module uses the name.
import { check } from "./check.js";
import { type ClientCall, traceUse } from "./client.js";
import { isExportedHere } from "./export.js";
import type { Facts } from "./facts.js";
import type { Server } from "./server.js";

export const unusedHandler = check("unused_handler", "warning", (facts, report) => {
  for (const server of facts.servers) {
    if (server.binding === undefined || isExportedHere(server.binding)) continue;
    // Where nothing of it is called yet, it is being written.
    if (!facts.clientCalls.some((call) => call.server === server && call.handler !== undefined)) continue;
    if (escapes(server, facts)) continue;
    for (const { name, kind, property } of server.handlers.values())
      if (/^(call|callLater|cast)$/.test(kind) && !isMentioned(name, facts.file.text))
        report(property.name, { name, server: server.name });
  }
});

/** Is the server, or a client of it, handed to code that can't be followed? */
function escapes(server: Server, facts: Facts): boolean {
  const { binding, name } = server;
  if (binding === undefined || new RegExp(`\\btypeof\\s+${wholeWord(name)}`).test(facts.file.text)) return true;
  const calls: ClientCall[] = [];
  return !binding.uses.every((use) => traceUse(use, { server, via: "name", address: undefined }, facts, calls));
}

/** Is the word anywhere but where the handler is declared? */
const isMentioned = (name: string, text: string): boolean => text.split(new RegExp(wholeWord(name))).length > 2;

/** A pattern for the name of a server or a handler, which may have any characters: `$Room`, `"ask(": call(...)`. */
const wholeWord = (name: string): string => `(?<![\\w$])${name.replace(/\W/g, "\\$&")}(?![\\w$])`;
