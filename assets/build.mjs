// Makes src/Lyceum/wwwroot/lib: one style sheet with only the rules that are used, fonts, a sprite of icons, and script modules as they are.
// Of node_modules only postcss is executed; the rest is read and copied. Node 18 or newer.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { trim } from './trim.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');
const source = join(here, '../src');
const out = join(here, '../src/Lyceum/wwwroot/lib');
const text = (...path) => readFileSync(join(...path), 'utf8');
const kb = bytes => `${(bytes / 1000).toFixed(1)} kB`;

function* files(folder, ...extensions) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['bin', 'obj', 'wwwroot', 'node_modules'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path, ...extensions);
    else if (extensions.includes(extname(entry.name))) yield path;
  }
}

// Every word that could be a class: all of the markup, the strings of the code, and our scripts.
function usedWords() {
  const words = new Set();
  const add = part => { for (const [word] of part.matchAll(/[A-Za-z][\w-]*/g)) words.add(word); };
  const strings = code => [...code.matchAll(/"((?:\\.|[^"\\\n])*)"/g)].map(m => m[1]).join(' ');
  // Pages that live elsewhere, such as a designer's trial, are named on the command line.
  const folders = [source, ...process.argv.slice(2)];
  for (const path of folders.flatMap(folder => [...files(folder, '.razor')])) {
    const [markup, code = ''] = readFileSync(path, 'utf8').split(/^@code\b/m);
    add(markup.replace(/<\/?[A-Za-z][\w.]*|[\w-]+=(?=")|@\*[\s\S]*?\*@/g, ' '));
    add(strings(code));
  }
  for (const path of files(source, '.cs')) add(strings(readFileSync(path, 'utf8')));
  for (const path of files(join(here, 'js'), '.js')) add(readFileSync(path, 'utf8'));
  return words;
}

rmSync(out, { recursive: true, force: true });
for (const folder of ['', 'fonts', 'js', 'js/vendor/hljs']) mkdirSync(join(out, folder), { recursive: true });

// Fonts carry the hash of their content in the name, so that they may be kept for a year.
const fontFiles = {
  'source-serif-4-latin': join(modules, '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2'),
  'source-serif-4-greek': join(modules, '@fontsource-variable/source-serif-4/files/source-serif-4-greek-wght-normal.woff2'),
};
for (const name of readdirSync(join(here, 'fonts')).filter(n => n.endsWith('.woff2'))) fontFiles[name.slice(0, -6)] = join(here, 'fonts', name);
const fontNames = {};
for (const [name, path] of Object.entries(fontFiles)) {
  const bytes = readFileSync(path);
  fontNames[`${name}.woff2`] = `${name}-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}.woff2`;
  writeFileSync(join(out, 'fonts', fontNames[`${name}.woff2`]), bytes);
}
const withFonts = css => css.replace(/fonts\/([\w-]+\.woff2)/g, (_, name) => {
  if (!fontNames[name]) throw new Error(`No font file ${name}`);
  return `fonts/${fontNames[name]}`;
});

const words = usedWords();
const own = ['fonts', 'tokens', 'tabler', 'components', 'product'].map(name => text(here, 'css', `${name}.css`)).join('\n');
const css = withFonts(trim(text(modules, '@tabler/core/dist/css/tabler.min.css'), own, words));
writeFileSync(join(out, 'lyceum.css'), css);

const temmlCss = text(modules, 'temml/dist/Temml-STIX2.css').replace(/@font-face\s*{[^}]*}/, '').replace(/math {\s*font-family: STIX2, math;\s*}/, '');
writeFileSync(join(out, 'math.css'), withFonts(trim('', text(here, 'css/math.css') + temmlCss, null)));

cpSync(join(here, 'js'), join(out, 'js'), { recursive: true });
// Published as a script with one global; as a module it needs one more line.
writeFileSync(join(out, 'js/vendor/temml.js'), `${text(modules, 'temml/dist/temml.min.js')}\nexport default temml;\n`);
const hljs = join(modules, '@highlightjs/cdn-assets/es');
cpSync(join(hljs, 'core.min.js'), join(out, 'js/vendor/hljs/core.js'));
for (const name of ['csharp', 'python', 'sql', 'javascript', 'bash', 'json', 'xml']) cpSync(join(hljs, `languages/${name}.min.js`), join(out, `js/vendor/hljs/${name}.js`));

// Only the icons of icons.txt: their drawing without Tabler's frame and attributes, which .icon gives.
const icons = text(here, 'icons.txt').split('\n').map(l => l.trim()).filter(Boolean).map(name => {
  const paths = text(modules, `@tabler/icons/icons/outline/${name}.svg`).match(/<(path|circle|rect|line)[^>]*>/g).filter(p => !p.includes('M0 0h24v24H0z'));
  return `<symbol id="${name}" viewBox="0 0 24 24">${paths.join('').replace(/ \/>/g, '/>')}</symbol>`;
});
writeFileSync(join(out, 'icons.svg'), `<svg xmlns="http://www.w3.org/2000/svg">${icons.join('')}</svg>`);
cpSync(join(here, 'icon.svg'), join(out, 'icon.svg'));

const compressed = brotliCompressSync(css).length;
console.log(`lyceum.css ${kb(css.length)}, ${kb(compressed)} brotli; ${icons.length} icons, ${Object.keys(fontNames).length} fonts`);
// The page budget of the house: a rule that crept in is noticed by who brought it.
if (compressed > 25_000) throw new Error(`lyceum.css is ${kb(compressed)} brotli; the budget is 25 kB.`);
