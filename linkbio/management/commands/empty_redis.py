from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from linkbio.logs import reason


class Command(BaseCommand):
    help = "Deletes this site's keys from Redis, its queue among them, and nobody else's."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            keys = self._delete()
        except (RedisError, OSError) as error:
            raise CommandError(f"Redis refused: {reason(error)}") from error
        self.stdout.write(f"Keys that were deleted from Redis: {keys}.")

    def _delete(self) -> int:
        redis = get_redis_connection("default")
        keys = redis.scan_iter(f"{settings.REDIS_PREFIX}:*", count=settings.DJANGO_REDIS_SCAN_ITERSIZE)
        return sum(redis.unlink(key) for key in keys)
