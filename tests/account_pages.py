"""The pages of an account that one only meets after having shown who one is, or halfway through the sign-in."""

import json

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

STEP = "/konto/andra-steget/"
CONFIRM = "/konto/bekrafta-dig/"
BEFORE = [f"{STEP}app/", f"{STEP}passernycklar/ny/"]
AFTER = [
    STEP,
    f"{STEP}app/ta-bort/",
    f"{STEP}reservkoder/",
    f"{STEP}reservkoder/nya/",
    f"{CONFIRM}kod/",
    f"{CONFIRM}passernyckel/",
    "/konto/sessioner/",
    "/konto/",
]


def credential():
    """Return what a device answers that has made a passkey."""
    key = ES256.from_ctap1(b"\x04" + bytes(range(64)))
    made = AttestedCredentialData.create(b"\0" * 16, b"passkey", key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    seal = AttestationObject.create("none", AuthenticatorData.create(sha256(b"localhost"), flags, 1, bytes(made)), {})
    said = json.dumps({"type": "webauthn.create", "challenge": "", "origin": "http://localhost"}).encode()
    response = {"clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(bytes(seal))}
    return {"id": websafe_encode(b"passkey"), "rawId": websafe_encode(b"passkey"), "type": "public-key"} | {
        "response": response,
        "clientExtensionResults": {"credProps": {"rk": True}},
    }


def add_passkey(user, name="Telefonen"):
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": name, "credential": credential()})


def signed_in(user, password):
    """Return a browser whose user has just shown who she or he is."""
    browser = Client()
    browser.post("/konto/logga-in/", {"login": user.email, "password": password})
    browser.post(f"{CONFIRM}?next=/konto/", {"password": password})
    return browser


def account_pages(user, password, name):
    """Return {address: bytes} of those pages; `name` is what the person calls a passkey."""
    browser, elsewhere = signed_in(user, password), signed_in(user, password)
    pages = {address: browser.get(address).content for address in BEFORE}
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    key = add_passkey(user, name)
    keys = [f"{STEP}passernycklar/{key.pk}/", f"{STEP}passernycklar/{key.pk}/ta-bort/"]
    pages |= {f"{address}?med": elsewhere.get(address).content for address in [*AFTER, *keys]}
    halfway = Client()
    halfway.post("/konto/logga-in/", {"login": user.email, "password": password})
    answers = {"": halfway.get("/konto/logga-in/andra-steget/"), "?fel": halfway.post("/konto/logga-in/andra-steget/")}
    return pages | {f"/konto/logga-in/andra-steget/{end}": answer.content for end, answer in answers.items()}
