// The little that needs a script. Every page works without it; this makes it smoother.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");

  document.addEventListener("DOMContentLoaded", function () {
    menu();
    live();
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
    var target = event.target.closest("[data-open],[data-close],[data-print],[data-dismiss],[data-add],[data-remove]");
    if (!target) return;
    if (target.dataset.open) {
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
      add(target);
    } else if (target.hasAttribute("data-remove")) {
      target.closest("[data-item]").remove();
    }
  });

  // one more person or household in a form, from a <template> on the page
  function add(button) {
    var template = document.getElementById(button.dataset.add);
    var list = document.getElementById(template.dataset.into);
    var next = Number(list.dataset.next);
    list.dataset.next = String(next + 1);
    list.insertAdjacentHTML("beforeend", template.innerHTML.replaceAll("__N__", String(next)).replaceAll("__NO__", String(next + 1)));
    var item = list.lastElementChild;
    if (window.htmx) window.htmx.process(item);
    var first = item.querySelector("input,select");
    if (first) first.focus();
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
