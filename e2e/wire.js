// The line between a device and the office's server: a proxy that can be cut, or made to answer otherwise.
import { createServer, request as ask } from 'node:http';

/**
 * A line to the server at `base`. What the browser asks goes on as it came, unless
 * `wire.answer(url)` gives `{ status, body }`; what the server says goes back as it came, unless
 * `wire.change(url, text)` gives another text.
 */
export async function openWire(base) {
  const wire = { answer: () => null, change: () => null };
  const server = createServer((from, to) => {
    const instead = wire.answer(from.url);
    if (instead) {
      from.resume();
      to.writeHead(instead.status, { 'content-type': 'application/json' }).end(JSON.stringify(instead.body ?? {}));
      return;
    }
    // whole and plain, so that it can be changed
    const { 'if-none-match': _, ...headers } = { ...from.headers, 'accept-encoding': 'identity' };
    const on = ask(`${base}${from.url}`, { method: from.method, headers }, (said) => {
      const parts = [];
      said.on('data', (part) => parts.push(part)).on('end', () => {
        const body = Buffer.concat(parts);
        const text = wire.change(from.url, body);
        const sent = text === null ? body : Buffer.from(text);
        const { 'transfer-encoding': __, ...about } = said.headers;
        to.writeHead(said.statusCode, { ...about, 'content-length': sent.length }).end(sent);
      });
    });
    on.on('error', () => to.destroy());
    from.pipe(on);
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  wire.base = `http://127.0.0.1:${server.address().port}`;
  wire.close = () => new Promise((done) => { server.closeAllConnections(); server.close(done); });
  return wire;
}
