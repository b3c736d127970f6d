// What scripts add: news without loading anew, and passkeys. Everything works without them.
"use strict";
(() => {
  const live = document.body.dataset.live;
  const news = document.getElementById("news");
  if (live && news && "EventSource" in window) {
    const source = new EventSource(live);
    source.addEventListener("change", () => {
      if (news.firstChild) return;
      const link = document.createElement("a");
      link.href = location.pathname + location.search;
      link.textContent = document.body.dataset.news;
      news.append(link);
    });
    addEventListener("pagehide", () => source.close());
  }

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const wanted = (options) => {
    const key = options.publicKey;
    key.challenge = bytes(key.challenge);
    if (key.user) key.user.id = bytes(key.user.id);
    for (const list of [key.excludeCredentials, key.allowCredentials]) {
      for (const known of list || []) known.id = bytes(known.id);
    }
    return options;
  };

  const given = (made) => {
    const response = {};
    for (const field of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[field]) response[field] = text(made.response[field]);
    }
    if (made.response.getTransports) response.transports = made.response.getTransports();
    return JSON.stringify({
      id: made.id, rawId: text(made.rawId), type: made.type, response,
      clientExtensionResults: made.getClientExtensionResults(), extensions: made.getClientExtensionResults(),
    });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.given.value) return;
      event.preventDefault();
      try {
        const options = wanted(JSON.parse(form.dataset.options));
        const made = form.dataset.passkey === "create"
          ? await navigator.credentials.create(options)
          : await navigator.credentials.get(options);
        form.given.value = given(made);
        form.submit();
      } catch (error) {
        const said = form.querySelector("[role=alert]");
        if (said) said.textContent = said.dataset.failed;
      }
    });
  }
})();
