from django.conf import settings
from django.core.checks import Warning, register


@register(deploy=True)
def letters_have_a_sender(**kwargs):
    """Servers refuse what comes from nowhere, and nobody can answer it."""
    if not settings.PRODUCTION or not settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        return []
    hint = "Set MAIL_FROM, and MAIL_HOST if the server is another one; then try `manage.py sendtestemail`."
    return [Warning("Nobody says from which address letters come.", hint=hint, id="access.W001")]
