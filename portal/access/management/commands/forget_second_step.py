from django.core.management.base import BaseCommand, CommandError

from portal.access import second_step
from programmes.models import User


class Command(BaseCommand):
    help = (
        "Takes away the app, the passkeys and the reserve codes of somebody who has lost them all; the password alone"
        " then opens the account. Make sure by other means than e-mail that it is the person who asks."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="E-MAIL")

    def handle(self, *, email, **options):
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            raise CommandError(f"Ingen här har adressen {email}.")
        gone = second_step.forget(user)
        self.stdout.write(f"{user.email} loggar in med bara lösenordet." if gone else "Där fanns inget andra steg.")
