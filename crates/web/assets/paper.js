// Keying a paper form in by keyboard alone: Enter goes on to the next field, the arrows up and down stay
// in their column, Ctrl+Enter saves. Without this file the form works with Tab.

const form = document.querySelector('form[data-paper]');
if (form) {
  const fields = () => [...form.querySelectorAll('input, select, button')].filter((f) => !f.disabled);
  const go = (field) => { if (field) { field.focus(); field.select?.(); } };
  form.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (target.tagName === 'BUTTON') return;
    if (key === 'Enter') {
      event.preventDefault();
      if (event.ctrlKey) { form.requestSubmit(form.querySelector('[value="simpan"]')); return; }
      const all = fields();
      go(all[all.indexOf(target) + 1]);
    } else if ((key === 'ArrowDown' || key === 'ArrowUp') && target.dataset.column) {
      event.preventDefault();
      const column = [...form.querySelectorAll(`[data-column="${target.dataset.column}"]`)];
      go(column[column.indexOf(target) + (key === 'ArrowDown' ? 1 : -1)]);
    }
  });
}
