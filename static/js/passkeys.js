/* Passkeys: asks the device for one, or makes one, and sends the form with what the device answered. */

class Fault extends Error {
  constructor(name, host = "") {
    super(name)
    this.host = host
  }
}

const KNOWN = "parseCreationOptionsFromJSON" in (window.PublicKeyCredential ?? {})

for (const box of document.querySelectorAll("[data-passkey]")) {
  const form = box.querySelector("form")
  form.hidden = !KNOWN
  say(box, KNOWN ? null : "unsupported")
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    answer(box, form)
  })
}

async function answer(box, form) {
  say(box, null)
  form.querySelector("button").disabled = true
  try {
    form.elements.credential.value = JSON.stringify(await credential(box))
    form.submit()
  } catch (fault) {
    const name = { InvalidStateError: "known", Error: fault.message }[fault.name]
    say(box, fault instanceof Fault || name === "known" ? name : "stopped", fault.host)
    form.querySelector("button").disabled = false
  }
}

async function credential(box) {
  const { publicKey } = await options(box)
  const host = publicKey.rpId ?? publicKey.rp.id
  if (location.hostname !== host && !location.hostname.endsWith("." + host)) throw new Fault("elsewhere", host)
  return box.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) })
}

async function options(box) {
  const from = box.dataset.options
  const data = from
    ? await (await fetch(from, { headers: { Accept: "application/json" } })).json()
    : JSON.parse(document.getElementById("js_data").textContent)
  return data.request_options ?? data.creation_options
}

function say(box, name, host) {
  for (const sentence of box.querySelectorAll("[data-fault]")) sentence.hidden = sentence.dataset.fault !== name
  if (host) box.querySelector("[data-host]").textContent = host
}
