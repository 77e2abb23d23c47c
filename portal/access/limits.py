"""How often somebody may try: counted in the cache, over all processes."""

from functools import wraps

from allauth.core.internal import ratelimit


def limited(action, rate):
    """Refuse (429) who comes to the view more often than the rate, such as "30/m/ip", also to look."""

    def decorator(view):
        @wraps(view)
        def counted(request, *args, **kwargs):
            limit = {"app": "portal.access", "action": action, "config": {action: rate}, "limit_get": True}
            return ratelimit.consume_or_429(request, **limit) or view(request, *args, **kwargs)

        return counted

    return decorator


def is_too_often(request, action, rate):
    """Count one more deed and tell whether it is one too many."""
    return not ratelimit.consume(request, app="portal.access", action=action, config={action: rate})
