// The way in: serves the page, and gives each WebSocket a process of its own. A server too, so that the port is closed in order when the program stops.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, extname, resolve } from "node:path";
import { call, genserver, terminate } from "tincture";
import { WebSocketServer } from "ws";
import { connect } from "./connection.js";

const TYPES: { readonly [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".js": "text/javascript; charset=utf-8",
};

/** `port` 0: any that is free. */
export const Web = genserver(
  async (port: number, page: string) => {
    const http = createServer((request, response) => void serve(page, request, response));
    const sockets = new WebSocketServer({ server: http, path: "/socket", maxPayload: 4096 });
    sockets.on("connection", (socket) => void connect(socket));
    await listen(http, port);

    return {
      port: call(() => (http.address() as AddressInfo).port),
      close: terminate(() => {
        sockets.close();
        http.close();
        http.closeAllConnections();
      }),
    };
  },
  { name: "Web", trapExit: true },
);

/** Errors: those of `listen`; a port that is taken fails the start of this server, and so that of the program. */
async function listen(http: Server, port: number): Promise<void> {
  http.listen(port);
  await once(http, "listening");
}

/** All of the page is in one folder, so the last part of a path is a file of it, or there is none. */
async function serve(page: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://chess");
  const file = pathname === "/" ? "index.html" : basename(pathname);
  const type = TYPES[extname(file)];
  const body = type === undefined ? undefined : await readFile(resolve(page, file)).catch(() => undefined);
  const headers = { "content-type": type ?? "text/plain", "content-security-policy": "default-src 'self'" };
  response.writeHead(body === undefined ? 404 : 200, headers);
  response.end(body ?? "not here\n");
}
