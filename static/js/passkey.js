/* Passkeys: a form with data-passkey fetches the question, has the device answer it, and sends the answer as a form
   does. Where the browser knows none of this, the form stays hidden and the words beside it say so. */
{
  const WORDS = {
    NotAllowedError: "Nothing was chosen. Press the button to try once more.",
    InvalidStateError: "This device has a passkey of yours already.",
    SecurityError: "This page was opened under another address than the one passkeys are made for.",
  };

  if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    for (const form of document.querySelectorAll("[data-passkey]")) form.hidden = false;
    for (const words of document.querySelectorAll("[data-without-passkey]")) words.hidden = true;
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-passkey]");
    if (!form) return;
    event.preventDefault();
    const words = form.querySelector(".error");
    const button = form.querySelector("button");
    words.textContent = "";
    button.disabled = true;
    try {
      const asked = await fetch(form.dataset.ask, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (asked.redirected) return location.assign(asked.url);
      if (!asked.ok) throw new Error();
      form.elements.credential.value = JSON.stringify(await answer(form.dataset.passkey, await asked.json()));
      form.submit();
    } catch (error) {
      words.textContent = WORDS[error.name] ?? "That did not work. Please try once more in a minute.";
    } finally {
      button.disabled = false;
    }
  });

  function answer(how, options) {
    return how === "create"
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  }
}
