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

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const keys = window.PublicKeyCredential;
    if (!keys || !keys.parseCreationOptionsFromJSON) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.given.value) return;
      event.preventDefault();
      try {
        const options = JSON.parse(form.dataset.options);
        const made = form.dataset.passkey === "create"
          ? await navigator.credentials.create({ publicKey: keys.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: keys.parseRequestOptionsFromJSON(options) });
        form.given.value = JSON.stringify(made.toJSON());
        form.submit();
      } catch (error) {
        const said = form.querySelector("[role=alert]");
        if (said) said.textContent = said.dataset.failed;
      }
    });
  }
})();
