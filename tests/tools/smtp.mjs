// A real SMTP server for tests: smtp.mjs KEY CERT. Insists on STARTTLS, takes every message and prints it as a line of JSON.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { SMTPServer } = createRequire(import.meta.url)('smtp-server');
const [key, cert] = process.argv.slice(2).map((path) => readFileSync(path));

const server = new SMTPServer({
  key,
  cert,
  authOptional: true,
  disableReverseLookup: true,
  onAuth: (auth, _session, done) => done(null, { user: auth.username }),
  onMailFrom: (_address, session, done) => done(session.secure ? null : new Error('STARTTLS first')),
  onRcptTo: (address, _session, done) => {
    const gone = address.address.startsWith('gone@');
    done(gone ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null);
  },
  onData: (stream, session, done) => {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      console.log(JSON.stringify({
        from: session.envelope.mailFrom.address,
        to: session.envelope.rcptTo.map((r) => r.address),
        secure: session.secure,
        user: session.user || null,      // false for one who did not sign in
        raw: Buffer.concat(parts).toString('utf8'),
      }));
      done();
    });
  },
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.server.address().port })));
process.stdin.on('end', () => process.exit(0)).resume();
