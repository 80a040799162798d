// A real S3 server for tests: s3.mjs PORT FOLDER. In front of it stands a wire that can be told to go wrong (POST /__wire with a word) and that
// remembers what passed (GET /__wire): a line per request, "METHOD path bytes".
import { createRequire } from 'node:module';
import { createServer, request } from 'node:http';
import { Transform } from 'node:stream';

const S3rver = createRequire(import.meta.url)('s3rver');
const [port, directory] = process.argv.slice(2);
const server = await new S3rver({ address: '127.0.0.1', port: 0, directory, silent: true, vhostBuckets: false, configureBuckets: [{ name: 'lyceum' }] }).run();

let fault = 'none';
let passed = [];
let parts = 0;

// slow: what is sent waits a little; flip: one bit of what is sent; cut: half of it is lost; break: answers end in the middle; die N: the server is gone when the part after N comes.
const wire = createServer((req, res) => {
  if (req.url === '/__wire') {
    if (req.method === 'GET') return res.end(JSON.stringify(passed));
    let word = '';
    req.on('data', (more) => { word += more; });
    return req.on('end', () => { [fault, passed, parts] = [word, [], 0]; res.end(); });
  }
  const put = req.method === 'PUT';
  const size = Number(req.headers['content-length'] ?? 0);
  const headers = { ...req.headers };
  let body = req;
  if (put && fault.startsWith('die') && ++parts > Number(fault.slice(4))) {
    return req.once('data', () => process.kill(process.pid, 'SIGKILL'));
  }
  if (put && fault === 'flip') {
    let first = true;
    body = req.pipe(new Transform({
      transform(chunk, _, done) {
        if (first) { chunk = Buffer.from(chunk); chunk[chunk.length - 1] ^= 1; first = false; }
        done(null, chunk);
      },
    }));
  }
  if (put && fault === 'cut') {
    let left = Math.floor(size / 2);
    headers['content-length'] = String(left);
    body = req.pipe(new Transform({
      transform(chunk, _, done) { const some = chunk.subarray(0, left); left -= some.length; done(null, some); },
    }));
  }
  passed.push(`${req.method} ${req.url} ${size}`);
  const up = request({ host: '127.0.0.1', port: server.port, method: req.method, path: req.url, headers }, (answer) => {
    res.writeHead(answer.statusCode, answer.headers);
    const length = Number(answer.headers['content-length'] ?? 0);
    if (req.method === 'GET' && fault === 'break' && length > 100_000) {
      fault = 'none';
      let left = Math.floor(length / 2);
      answer.on('data', (chunk) => { res.write(chunk.subarray(0, Math.max(0, left))); left -= chunk.length; if (left <= 0) res.destroy(); });
    } else answer.pipe(res);
  });
  up.on('error', () => res.destroy());
  req.on('aborted', () => up.destroy());
  res.on('close', () => { if (!res.writableFinished) up.destroy(); });
  setTimeout(() => body.pipe(up), put && fault === 'slow' ? 300 : 0);
});
wire.listen(Number(port), '127.0.0.1', () => console.log('ready'));
process.stdin.on('end', () => process.exit(0)).resume();
