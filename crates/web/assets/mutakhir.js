// The little that needs a script. Every page works without it; this makes it smoother.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");

  document.addEventListener("DOMContentLoaded", function () {
    menu();
    live();
    leave();
    keep();
    var summary = document.querySelector("[data-focus-first]");
    if (summary) summary.focus();
  });

  // menu button on narrow screens
  function menu() {
    var button = document.querySelector("[data-menu]");
    var side = document.getElementById("menu");
    if (!button || !side) return;
    button.addEventListener("click", function () {
      var open = side.classList.toggle("is-open");
      button.setAttribute("aria-expanded", String(open));
    });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !side.classList.contains("is-open")) return;
      side.classList.remove("is-open");
      button.setAttribute("aria-expanded", "false");
      button.focus();
    });
  }

  document.addEventListener("click", function (event) {
    var target = event.target.closest("[data-open],[data-close],[data-print],[data-dismiss],[data-add],[data-remove],[data-empty]");
    if (!target) return;
    if (target.hasAttribute("data-empty")) {
      forget(prefix(target.closest("form")));
      window.location.assign(window.location.pathname);
    } else if (target.dataset.open) {
      var dialog = document.getElementById(target.dataset.open);
      if (dialog && dialog.showModal) { event.preventDefault(); dialog.showModal(); }
    } else if (target.hasAttribute("data-close")) {
      event.preventDefault();
      target.closest("dialog").close();
    } else if (target.hasAttribute("data-print")) {
      window.print();
    } else if (target.hasAttribute("data-dismiss")) {
      target.closest(".toast").remove();
    } else if (target.dataset.add) {
      var item = add(target);
      var first = item.querySelector("input,select");
      if (first) first.focus();
      changed(item);
    } else if (target.hasAttribute("data-remove")) {
      var form = target.closest("form");
      target.closest("[data-item]").remove();
      changed(form);
    }
  });

  function changed(node) {
    node.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // one more person or household in a form, from a <template> on the page
  function add(button) {
    var template = document.getElementById(button.dataset.add);
    var list = document.getElementById(template.dataset.into);
    var next = Number(list.dataset.next);
    list.dataset.next = String(next + 1);
    list.insertAdjacentHTML("beforeend", template.innerHTML.replaceAll("__N__", String(next)).replaceAll("__NO__", String(next + 1)));
    var item = list.lastElementChild;
    if (window.htmx) window.htmx.process(item);
    return item;
  }

  // what was done is said for ten seconds, unless the keyboard or the pointer is on it
  function leave() {
    document.querySelectorAll(".toast").forEach(function (toast) {
      window.setInterval(function () { if (!toast.matches(":hover,:focus-within")) toast.remove(); }, 10000);
    });
  }

  // What is typed into <form data-keep> stays in this tab, for this account, until it is saved, emptied, or the
  // person signs out: a step back, a followed link, an ended login lose nothing. Nothing of it is sent anywhere.
  var KEPT = "isian ";

  function prefix(form) {
    var draft = form.elements.draf;
    return KEPT + account() + " " + form.getAttribute("action") + " " + (draft ? draft.value : "");
  }
  function account() { return document.body.dataset.account || ""; }
  function box() { try { return window.sessionStorage; } catch (refused) { return null; } }

  // forgets what begins with `start`, or what does not when `others` is said
  function forget(start, others) {
    var store = box();
    if (!store) return;
    for (var i = store.length - 1; i >= 0; i--) {
      var key = store.key(i);
      if (key.startsWith(KEPT) && key.startsWith(start) !== Boolean(others)) store.removeItem(key);
    }
  }

  function cells(form) {
    return Array.from(new FormData(form)).filter(function (cell) { return typeof cell[1] === "string"; });
  }

  function keep() {
    var store = box();
    if (!store) return;
    if (account()) forget(KEPT + account() + " ", true);
    document.querySelectorAll("[data-forget]").forEach(function (saved) {
      forget(KEPT + account() + " " + saved.dataset.forget + " ");
    });
    document.querySelectorAll("form[data-forget-all]").forEach(function (form) {
      form.addEventListener("submit", function () { forget(KEPT); });
    });
    document.querySelectorAll("form[data-keep]").forEach(function (form) {
      var key = prefix(form);
      var typed = function () { return JSON.stringify(cells(form).filter(function (cell) { return cell[0] !== "kunci"; })); };
      var blank = typed();
      var kept = store.getItem(key);
      if (form.hasAttribute("data-fresh") && kept) restore(form, JSON.parse(kept));
      var save = function () {
        if (typed() === blank && form.hasAttribute("data-fresh")) { store.removeItem(key); } else { store.setItem(key, JSON.stringify(cells(form))); }
      };
      if (!form.hasAttribute("data-fresh")) save();
      form.addEventListener("input", save);
      form.addEventListener("change", save);
    });
  }

  // puts kept cells back, with as many persons or households as there were
  function restore(form, kept) {
    var names = new Set(kept.map(function (cell) { return cell[0]; }));
    var find = function (name) { return form.querySelectorAll('[name="' + CSS.escape(name) + '"]'); };
    var buttons = form.querySelectorAll("[data-add]");
    names.forEach(function (name) {
      var list = document.getElementById(buttons.length ? document.getElementById(buttons[0].dataset.add).dataset.into : "");
      var no = Number((name.match(/^[a-z]+-(\d+)-/) || [])[1]);
      while (list && !find(name).length && no < 500 && Number(list.dataset.next) <= no) add(buttons[0]);
    });
    form.querySelectorAll("[data-item]").forEach(function (item) {
      var own = Array.from(item.querySelectorAll("[name]"));
      if (own.length && !own.some(function (cell) { return names.has(cell.name); })) item.remove();
    });
    form.querySelectorAll("input,select,textarea").forEach(function (cell) {
      if (!cell.name) return;
      var values = kept.filter(function (k) { return k[0] === cell.name; }).map(function (k) { return k[1]; });
      if (cell.type === "checkbox" || cell.type === "radio") { cell.checked = values.includes(cell.value); } else if (values.length) { cell.value = values[0]; }
    });
    form.querySelectorAll("details").forEach(function (part) {
      if (Array.from(part.querySelectorAll("input")).some(function (cell) { return cell.value; })) part.open = true;
    });
    form.querySelectorAll("[data-kept]").forEach(function (notice) { notice.hidden = false; });
    changed(form);
  }

  // progress of a job as it happens: <div data-live="/impor/…/siaran">
  function live() {
    document.querySelectorAll("[data-live]").forEach(function (box) {
      if (!window.EventSource) return;
      var source = new EventSource(box.dataset.live);
      source.addEventListener("progress", function (event) {
        var now = JSON.parse(event.data);
        var bar = box.querySelector("progress");
        if (bar) {
          if (now.total > 0) { bar.max = now.total; bar.value = now.done; } else { bar.removeAttribute("value"); }
        }
        box.querySelectorAll("[data-text]").forEach(function (node) { node.textContent = now[node.dataset.text] || ""; });
      });
      source.addEventListener("done", function () { source.close(); window.location.reload(); });
      source.onerror = function () { if (source.readyState === 2) source.close(); };
    });
  }

  // a toast that the server sends with an htmx answer: header HX-Trigger {"toast": "…"}
  document.addEventListener("toast", function (event) {
    var list = document.getElementById("toasts");
    if (!list) return;
    var toast = document.createElement("div");
    toast.className = "toast";
    var text = document.createElement("span");
    text.textContent = event.detail.value || event.detail;
    toast.appendChild(text);
    list.appendChild(toast);
    window.setTimeout(function () { toast.remove(); }, 8000);
  });
})();
