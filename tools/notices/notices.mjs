// Writes THIRD-PARTY-NOTICES.md from what is locked: the NuGet lock files of every project and assets/package-lock.json.
//   node tools/notices/notices.mjs            writes it
//   node tools/notices/notices.mjs --check    exit code 1 when it is out of date
// Licences of NuGet packages are read from their .nuspec in the package folder, so restore first.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const file = join(home, 'THIRD-PARTY-NOTICES.md');
const folder = process.env.NUGET_PACKAGES ?? join(homedir(), '.nuget', 'packages');
// Work while compiling and leave nothing in what is shipped.
const onlyWhileBuilding = /^(Meziantou\.Analyzer|Microsoft\.CodeAnalysis\.BannedApiAnalyzers|Microsoft\.EntityFrameworkCore\.Analyzers)$/;
const projects = (part) => readdirSync(join(home, part), { withFileTypes: true })
  .filter((d) => d.isDirectory() && existsSync(join(home, part, d.name, 'packages.lock.json')))
  .map((d) => join(home, part, d.name, 'packages.lock.json'));

function locked(paths) {
  const found = new Map();
  for (const path of paths)
    for (const framework of Object.values(JSON.parse(readFileSync(path, 'utf8')).dependencies))
      for (const [name, entry] of Object.entries(framework))
        if (entry.type !== 'Project') found.set(`${name.toLowerCase()}/${entry.resolved}`, { name, version: entry.resolved });
  return found;
}

function nuget({ name, version }) {
  const nuspec = join(folder, name.toLowerCase(), version.toLowerCase(), `${name.toLowerCase()}.nuspec`);
  if (!existsSync(nuspec)) throw new Error(`${name} ${version} is locked but not restored: dotnet restore Lyceum.slnx`);
  const xml = readFileSync(nuspec, 'utf8');
  const text = (tag) => new RegExp(`<${tag}(?:\\s[^>]*)?>([\\s\\S]*?)</${tag}>`).exec(xml)?.[1].trim().replace(/\s+/g, ' ');
  const kind = /<license\s+type="(\w+)"/.exec(xml)?.[1];
  const given = kind === 'expression' ? text('license') : kind === 'file' ? `see ${text('license')} in the package` : text('licenseUrl');
  return { name, version, licence: given ?? 'not stated', owner: plain(text('copyright') ?? text('authors') ?? '') };
}

const plain = (text) => text.replace(/&#169;|&copy;|\u00a9/g, '(c)').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&').replace(/\|/g, '/');
const byName = (a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1);

function npm(dev) {
  return Object.entries(JSON.parse(readFileSync(join(home, 'assets', 'package-lock.json'), 'utf8')).packages)
    .filter(([path, entry]) => path !== '' && Boolean(entry.dev) === dev)
    .map(([path, entry]) => ({ name: path.replace(/^.*node_modules\//, ''), version: entry.version, licence: entry.license ?? 'not stated' }))
    .sort(byName);
}

const table = (rows, owners) => [
  owners ? '| Package | Version | Licence | Copyright |' : '| Package | Version | Licence |',
  owners ? '|---|---|---|---|' : '|---|---|---|',
  ...rows.map((r) => (owners ? `| ${r.name} | ${r.version} | ${r.licence} | ${r.owner} |` : `| ${r.name} | ${r.version} | ${r.licence} |`)),
].join('\n');

const shipped = locked(projects('src'));
const all = locked([...projects('src'), ...projects('tests'), ...projects('bench')]);
const inside = [...shipped.values()].filter((p) => !onlyWhileBuilding.test(p.name)).map(nuget).sort(byName);
const tools = [...all].filter(([key, p]) => !shipped.has(key) || onlyWhileBuilding.test(p.name)).map(([, p]) => nuget(p)).sort(byName);

const wanted = `# Third-party notices

Lyceum is licensed under Apache-2.0 (\`LICENSE\`). It stands on the work below. Written by \`node tools/notices/notices.mjs\` from the lock files; a test compares.
The full texts are in the packages themselves.

## In the program (NuGet)

${table(inside, true)}

## Sent to the browser (npm)

${table(npm(false), false)}

## Only to build and test

${table(tools, true)}

${table(npm(true), false)}

## Programs called, installed from Debian

PostgreSQL (PostgreSQL licence), WeasyPrint (BSD-3-Clause), Noto fonts (OFL-1.1); for tests Chromium (BSD-3-Clause and others) and wrk (Apache-2.0 with modifications).
`;

if (process.argv.includes('--check')) {
  const have = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (have === wanted) process.exit(0);
  const lines = new Set(have.split('\n'));
  console.error('THIRD-PARTY-NOTICES.md is out of date; write it by: node tools/notices/notices.mjs');
  for (const line of wanted.split('\n')) if (!lines.has(line)) console.error(`+ ${line}`);
  process.exit(1);
}
writeFileSync(file, wanted);
