// The review desk by keyboard: one key, one decision. Without this file the same buttons work with the mouse.
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    var start = document.querySelector("[data-review-start]");
    if (start) { keys({ m: start }); return; }
    var page = document.querySelector("[data-review]");
    if (page) desk(page);
  });

  // single keys can be turned off (WCAG 2.1.4): the choice stays in this browser
  function isOff() {
    try { return window.localStorage.getItem("telaah-tombol") === "mati"; } catch (e) { return false; }
  }
  function choice() {
    var box = document.getElementById("tombol-tunggal");
    if (!box) return;
    box.checked = !isOff();
    box.addEventListener("change", function () {
      try { window.localStorage.setItem("telaah-tombol", box.checked ? "hidup" : "mati"); } catch (e) { /* private window */ }
    });
  }

  function buttons() {
    var map = {};
    document.querySelectorAll("[data-key]").forEach(function (node) {
      node.dataset.key.split(" ").forEach(function (key) { map[key] = node; });
    });
    return map;
  }

  // a key acts only when no field is being written in and no browser shortcut is meant
  function keys(map, first) {
    document.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      var at = event.target;
      var writing = at.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
      if (first && first(event, writing) === true) return;
      if (writing || isOff() || document.querySelector("dialog[open]") || event.repeat) return;
      // arrows belong to a group of choices while one of it is in focus
      if (at.type === "radio" && event.key.indexOf("Arrow") === 0) return;
      var node = map[event.key === " " ? "" : event.key.toLowerCase()];
      if (!node || node.disabled) return;
      event.preventDefault();
      if (node.tagName === "TEXTAREA") { node.focus(); return; }
      node.click();
      if (node.tagName === "SUMMARY") {
        var field = node.parentNode.querySelector("input");
        if (node.parentNode.open && field) { field.focus(); field.select(); }
      }
    });
  }

  function desk(page) {
    var form = document.getElementById("putusan");
    var map = buttons();
    choice();
    var asked = document.querySelector("[data-waiting-for]");
    var waiting = asked ? form.querySelector('button[name=putusan][value="' + asked.dataset.waitingFor + '"]') : null;
    if (asked) form.querySelector("input[name=dasar]").focus();
    var sent = false;
    if (form) {
      form.addEventListener("submit", function (event) {
        var by = event.submitter;
        if (sent) { event.preventDefault(); return; }
        if (by && by.dataset.against && !hasReason(form)) { event.preventDefault(); demand(by); return; }
        sent = true;
      });
      hold(page, form, function () { return sent; });
    }

    keys(map, function (event, writing) {
      if (event.key === "Escape" && writing) { event.target.blur(); event.preventDefault(); return true; }
      if (event.key === "Enter" && !event.shiftKey && form && form.contains(event.target)) {
        if (event.target.name === "ganda_dengan") { event.preventDefault(); document.querySelector("[data-ganda]").click(); return true; }
        // a button answers to Enter by itself
        if (waiting && event.target.tagName !== "BUTTON" && hasReason(form)) {
          event.preventDefault(); waiting.click(); return true;
        }
      }
      return false;
    });

    // the verdict goes against the evidence: say so, keep it waiting, ask for the reason
    function demand(button) {
      waiting = button;
      var box = document.getElementById("perlu-alasan");
      var text = document.getElementById("perlu-alasan-sebab");
      text.textContent = button.dataset.against;
      box.hidden = false;
      var first = form.querySelector("input[name=dasar]");
      if (first) first.focus();
    }
  }

  function hasReason(form) {
    var ground = form.querySelector("input[name=dasar]:checked");
    return Boolean((ground && ground.value) || form.elements.alasan.value.trim());
  }

  // the lease is renewed while the page is open and given back when it is left; the note is kept as it is written
  function hold(page, form, isSent) {
    var ticket = page.dataset.ticket;
    if (!ticket) return;
    // what was written, and how much of it the server has said it keeps
    var written = 0, kept = 0, timer = 0;
    var body = function () {
      var data = new URLSearchParams();
      data.set("tiket", ticket);
      data.set("alasan", form.elements.alasan.value);
      var ground = form.querySelector("input[name=dasar]:checked");
      data.set("dasar", ground ? ground.value : "");
      return data;
    };
    var say = function (text) { document.getElementById("catatan-keadaan").textContent = text; };
    var keep = function () {
      var now = written;
      window.clearTimeout(timer);
      if (now === kept) return;
      // it outlives the page that sends it
      fetch(page.dataset.note, { method: "POST", body: body(), keepalive: true }).then(function (answer) {
        if (answer.ok) { kept = Math.max(kept, now); say(page.dataset.saved); }
      }, function () {});
    };
    form.addEventListener("input", function (event) {
      if (event.target.name !== "alasan" && event.target.name !== "dasar") return;
      written += 1;
      window.clearTimeout(timer);
      timer = window.setTimeout(keep, 400);
    });
    form.addEventListener("focusout", keep);
    window.setInterval(function () {
      fetch(page.dataset.renew, { method: "POST", body: body() }).then(function (answer) {
        if (answer.status === 409) document.getElementById("kasus-lepas").hidden = false;
      }, function () {});
    }, 30000);
    window.addEventListener("pagehide", function () {
      if (isSent()) return;
      if (written !== kept) navigator.sendBeacon(page.dataset.note, body());
      navigator.sendBeacon(page.dataset.release, body());
    });
  }
})();
