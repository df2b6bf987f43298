// Small parts of the page: elements, and questions in a dialog.

import { TEXT_MAX } from './limits.js';

/** An element: `h('p', { class: 'x', on: { click } }, 'text', child)`. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [kind, act] of Object.entries(value)) node.addEventListener(kind, act);
    else if (name === 'value') node.value = value;
    else if (name === 'checked') node.checked = Boolean(value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

export const button = (text, click, more = {}) => h('button', { type: 'button', ...more, on: { click } }, text);

let ids = 0;

/** A labelled field. `make` gets the id. */
export function field(label, make, { hint, ...more } = {}) {
  ids += 1;
  const id = `isian-${ids}`;
  const control = make(id);
  if (hint) control.setAttribute('aria-describedby', `${id}-k`);
  return h('div', { class: 'field', ...more }, h('label', { for: id }, label), control, hint && h('span', { class: 'hint', id: `${id}-k` }, hint));
}

export const input = (name, more = {}) => (id) => h('input', { id, name, autocomplete: 'off', maxlength: 200, ...more });
export const area = (name, value = '') => (id) => h('textarea', { id, name, rows: 3, maxlength: TEXT_MAX, value });
export const select = (name, options, chosen) => (id) => h('select', { id, name },
  Object.entries(options).map(([value, text]) => h('option', { value, selected: value === String(chosen) }, text)));

/**
 * Asks in a dialog. Resolves with what `read(form)` gives, with the name of a pressed choice, or
 * with null when closed. `check(value)` may give back words that say what is wrong.
 */
export function ask({ title, body = [], choices = [], yes, read, check }) {
  return new Promise((resolve) => {
    const from = document.activeElement?.id;
    const wrong = h('p', { class: 'wrong', role: 'alert' });
    let answer = null;
    // answered at once: the next key must find it done
    const finish = (value) => { answer = value; dialog.close(); resolve(value); };
    const form = h('form', { method: 'dialog', class: 'stack', novalidate: true, on: { submit: async (event) => {
      event.preventDefault();
      const value = read ? read(form) : true;
      const said = check ? await check(value) : null;
      if (said) { wrong.textContent = said; return; }
      finish(value);
    } } }, h('h2', { id: 'tanya-judul' }, title), body, wrong, h('div', { class: 'row lembar-tombol' },
      yes && h('button', { type: 'submit', id: 'tanya-ya' }, yes),
      choices.map((c, i) => button(c.text, () => finish(c.value), { class: i || yes ? 'is-second' : '', 'data-pilih': c.value })),
      button('Batal', () => finish(null), { class: 'is-plain' })));
    const dialog = h('dialog', { class: 'lembar-tanya', 'aria-labelledby': 'tanya-judul' }, form);
    dialog.addEventListener('close', () => {
      dialog.remove();
      document.getElementById(from)?.focus();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector('input, textarea, select, .lembar-tombol button')?.focus();
  });
}

/** The text of a named field of a form, trimmed. */
export const textOf = (form, name) => form.elements[name].value.trim();
