"""Certificates for servers on this machine, made by the test that needs one."""

from datetime import timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.utils import timezone

DAY = timedelta(days=1)
CA = x509.BasicConstraints(ca=True, path_length=0)
SIGNS = dict.fromkeys(("digital_signature", "key_cert_sign"), True)
ELSE = dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False)
NEITHER = dict.fromkeys(("crl_sign", "encipher_only", "decipher_only"), False)


def certificate(path, *, of="127.0.0.1", until=DAY):
    """Write a key with its certificate, which vouches for itself, for a server at an address; return the path."""
    key, now = ec.generate_private_key(ec.SECP256R1()), timezone.now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, of)])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - 2 * DAY).not_valid_after(now + until)
    for extension, is_critical in [
        (CA, True),
        (x509.KeyUsage(**SIGNS, **ELSE, **NEITHER), True),
        (x509.SubjectAlternativeName([x509.IPAddress(ip_address(of))]), False),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
    ]:
        made = made.add_extension(extension, is_critical)
    signed = made.sign(key, SHA256()).public_bytes(Encoding.PEM)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + signed)
    return path
