// The meeting page without a network: every file of one version, kept together. The server writes
// the version into this file; another byte anywhere makes another version.
//
// Only the page's own files pass through here. Data never does: it lies encrypted in the vault.

const VERSION = '__VERSION__';
const FILES = __FILES__;
const KEPT = `lembar:${new URL(self.registration.scope).pathname}:`;

self.addEventListener('install', (event) => {
  // all or nothing: a page of two versions is worse than an old page
  event.waitUntil(caches.open(KEPT + VERSION).then((cache) => cache.addAll(FILES.map((f) => new Request(f, { cache: 'reload' })))));
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith(KEPT) && name !== KEPT + VERSION) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener('message', (event) => {
  if (event.data === 'pakai') self.skipWaiting();
  if (event.data === 'versi') event.source.postMessage({ versi: VERSION });
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  const scope = new URL(self.registration.scope).pathname;
  const path = request.mode === 'navigate' && url.pathname.startsWith(scope) ? scope : url.pathname;
  event.respondWith((async () => (await (await caches.open(KEPT + VERSION)).match(path)) ?? fetch(request))());
});
