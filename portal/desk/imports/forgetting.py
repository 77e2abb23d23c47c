from django.utils import timezone

from .models import Import


def forget():
    """Remove the imports that have had their time, or whose person has no role any more; a chore of the worker."""
    Import.objects.over(timezone.now()).delete()
