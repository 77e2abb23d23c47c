from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from programmes.founding import found


class Command(BaseCommand):
    help = (
        "Opens the portal for a municipality that is not here yet, with nothing in it but an administrator. Somebody"
        " new gets a password, which is shown once."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", help="such as Alingsås")
        parser.add_argument("slug", help="the word in its addresses, such as alingsas")
        parser.add_argument("code", help="the municipality's four digits, such as 1489")
        parser.add_argument("--administrator", required=True, metavar="E-MAIL")

    def handle(self, *, name, slug, code, administrator, **options):
        try:
            municipality, user, password = found(name, slug, code, administrator=administrator)
        except ValidationError as fault:
            raise CommandError("\n".join(sentences(fault))) from fault
        self.stdout.write(f"{municipality.official_name} är öppnad. Logga in som {user.email} på")
        self.stdout.write(f"  {settings.PORTAL_URL}/arbete/{municipality.slug}/")
        if password:
            self.stdout.write(f"Lösenord (visas bara nu): {password}")


def sentences(fault):
    if hasattr(fault, "message_dict"):
        return [f"{field}: {' '.join(messages)}" for field, messages in fault.message_dict.items()]
    return fault.messages
