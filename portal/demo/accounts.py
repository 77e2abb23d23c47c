"""Somebody in each role, with random passwords that are kept beside the data and shown at each start."""

import os
import secrets

from django.db.models import Count

from programmes.history import change
from programmes.models import Membership, Municipality, Role, User

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another
NAMES = {
    Role.ADMINISTRATOR: "administrator",
    Role.EDITOR: "redaktor",
    Role.STEERING_GROUP: "styrgrupp",
    Role.CONTRIBUTOR: "medarbetare",
    Role.READER: "lasare",
}


def make_accounts(file):
    """Return (membership, password) for all demo accounts; the first municipality gets every role, the rest an editor.

    Passwords are those in `file`; one that is missing there, or whose person is missing here, is made anew.
    """
    passwords = read(file)
    made = []
    for municipality in Municipality.objects.kept():
        for role in NAMES if not made else [Role.EDITOR]:
            email = f"{NAMES[role]}@{municipality.slug}.example"
            user = User.objects.filter(email=email).first()
            if user is None or email not in passwords:
                passwords[email] = "".join(secrets.choice(LETTERS) for _ in range(12))
                user = save_user(user or User(email=email, demo=True), role, municipality, passwords[email])
            made.append((membership(user, municipality, role), passwords[email]))
    write(file, passwords)
    return made


def save_user(user, role, municipality, password):
    user.name = f"{str(Role(role).label).capitalize()} i {municipality.name}"
    user.set_password(password)
    user.save()
    return user


def membership(user, municipality, role):
    found = Membership.objects.kept().filter(user=user, municipality=municipality, role=role).first()
    if found is None:
        with change("Gav ett demokonto en roll", municipality=municipality):
            found = Membership.objects.create(
                user=user, municipality=municipality, role=role, department=department(municipality, role)
            )
    return found


def department(municipality, role):
    """Return where a contributor works: in the department with most to do, so that something waits there."""
    if role != Role.CONTRIBUTOR:
        return None
    return municipality.departments.kept().annotate(count=Count("actions")).order_by("-count", "pk").first()


def read(file):
    return dict(line.split() for line in file.read_text().splitlines()) if file.exists() else {}


def write(file, passwords):
    """Only the owner may read the file, from its first byte on."""
    with open(file, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
        out.writelines(f"{email} {password}\n" for email, password in sorted(passwords.items()))
