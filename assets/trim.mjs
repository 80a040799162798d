// Keeps the rules of a style sheet whose classes occur in our sources, lets “auto” follow the device's colours, and takes out blanks.
import postcss from 'postcss';

// States and places that code composes (“is-” + a word) are kept whole; so are those that scripts of others set.
const always = /^(is|at|t|len|hljs)-/;

// Parts of Tabler that we have not, although our sources hold their words: “popover” is an attribute here, “alert” a role. Its calendar has no classes at all.
const notOurs = /\[data-vc|\.(markdown|popover|alert|signal)(?![\w-])|\.(markdown|popover|alert|signal)-/;

const classesOf = selector => [...selector.replace(/:not\((?:[^()]|\([^()]*\))*\)/g, '').matchAll(/\.(-?[A-Za-z_][\w-]*)/g)].map(m => m[1]);

/** @param words classes in use; null keeps every rule */
export function trim(foreign, own, words) {
  const sheet = postcss.parse(foreign);
  const ours = postcss.parse(own);
  const used = name => words.has(name) || always.test(name);

  if (words) {
    sheet.walkRules(rule => {
      rule.selectors.every(selector => notOurs.test(selector)) ? rule.remove() : keepUsed(rule, used);
    });
    // Parts of ours that no page has yet wait in the source, not on the wire.
    ours.walkRules(rule => keepUsed(rule, used));
  }
  sheet.append(ours.nodes);
  sheet.walkComments(comment => comment.remove());
  followDevice(sheet);
  dropUnusedNames(sheet);
  sheet.walkAtRules(rule => { if (rule.nodes && rule.nodes.length === 0 && rule.name !== 'layer') rule.remove(); });
  return squeeze(sheet);
}

function keepUsed(rule, used) {
  if (rule.parent.type === 'atrule' && /keyframes$/.test(rule.parent.name)) return;
  const kept = rule.selectors.filter(selector => /:is\(/.test(selector) ? isUsed(selector, used) : classesOf(selector).every(used));
  if (kept.length === 0) rule.remove();
  else if (kept.length < rule.selectors.length) rule.selectors = kept;
}

// Inside :is() one of several is enough.
function isUsed(selector, used) {
  const groups = [...selector.matchAll(/:is\(((?:[^()]|\([^()]*\))*)\)/g)].map(m => m[1]);
  const outside = selector.replace(/:is\((?:[^()]|\([^()]*\))*\)/g, '');
  return classesOf(outside).every(used) && groups.every(group => group.split(',').some(part => classesOf(part).every(used)));
}

// data-bs-theme="auto" has no script behind it: the dark rules stand a second time under the device's own wish.
function followDevice(sheet) {
  const dark = /\[data-bs-theme=(["']?)dark\1\]/g;
  sheet.walkRules(rule => {
    if (!rule.selectors.some(s => s.match(dark)) || rule.selectors.includes(':root')) return;
    const copy = rule.clone({ selectors: rule.selectors.filter(s => s.match(dark)).map(s => s.replace(dark, '[data-bs-theme=auto]')) });
    const device = postcss.atRule({ name: 'media', params: '(prefers-color-scheme:dark)' });
    device.append(copy);
    rule.after(device);
  });
}

// Tabler declares some thousand custom properties; those nobody reads, and animations nobody plays, go.
function dropUnusedNames(sheet) {
  for (let before = -1, now = count(sheet); before !== now; before = now, now = count(sheet)) {
    const read = new Set([...sheet.toString().matchAll(/var\(\s*(--[\w-]+)/g)].map(m => m[1]));
    sheet.walkDecls(/^--/, decl => { if (!read.has(decl.prop)) decl.remove(); });
    const played = new Set();
    sheet.walkDecls(/animation/, decl => { for (const word of decl.value.split(/[\s,]+/)) played.add(word); });
    sheet.walkAtRules(/keyframes$/, rule => { if (!played.has(rule.params)) rule.remove(); });
    sheet.walkRules(rule => { if (rule.nodes.length === 0) rule.remove(); });
  }
}

function count(sheet) {
  let n = 0;
  sheet.walk(() => { n++; });
  return n;
}

function squeeze(sheet) {
  sheet.walk(node => {
    node.raws.before = '';
    if (node.type === 'decl') {
      node.raws.between = ':';
      node.raws.important = node.important ? '!important' : undefined;
      if (node.raws.value) delete node.raws.value;
      node.value = node.value.replace(/\s*\n\s*/g, ' ').replace(/, /g, ',');
    } else {
      node.raws.between = '';
      node.raws.after = '';
      node.raws.semicolon = false;
      if (node.type === 'rule') node.selector = node.selectors.map(s => s.replace(/\s+/g, ' ').replace(/ ?([>~]) ?/g, '$1')).join(',');
    }
  });
  sheet.raws.after = '';
  return sheet.toString();
}
