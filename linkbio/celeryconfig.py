"""The queue and its clock. What a task did is in our own tables: a message may be lost, or come twice."""

from django.conf import settings

broker_url = settings.REDIS_URL.replace("unix://", "redis+socket://", 1)
broker_transport_options = {
    "global_keyprefix": f"{settings.REDIS_PREFIX}:queue:",
    "socket_connect_timeout": 0.5,
    "socket_timeout": 5,
    "visibility_timeout": 3600,
    # Without these two, publishing to a Redis that is down sleeps for six seconds between its tries.
    "max_retries": 1,
    "interval_start": 0,
}
broker_connection_retry_on_startup = True
# A worker outlives any trouble of Redis: by default it gives up after a hundred tries, and at once when Redis is
# read-only or full, which is an error of a channel and not of a connection.
broker_connection_max_retries = None
broker_channel_error_retry = True
worker_consumer = "linkbio.consumer:LastingConsumer"  # with a pause between its tries
task_publish_retry = False  # a broker that is down may cost a visitor half a second, not twenty
task_ignore_result = True
task_acks_late = True
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
timezone = "UTC"
# What takes milliseconds has a queue and workers of its own: neither a takedown nor the look at whose turn it is
# waits behind calls to TikTok. Everything else goes to the default queue.
PROMPT = "prompt"
task_routes = {"tiktok_auth.tasks.*": {"queue": PROMPT}, "profiles.tasks.sweep": {"queue": PROMPT}}
# Every so many seconds. What nobody has begun by then is as good as the next one: a queue without workers stays short.
SCHEDULE = {
    "sweep": ("profiles.tasks.sweep", settings.SWEEP_SECONDS),
    "covers": ("profiles.tasks.drop_covers", 60.0),
    "withdrawals": ("profiles.tasks.withdraw_overdue", 60.0),
    "bins": ("profiles.tasks.empty_bins", 3600.0),
    "fold": ("profiles.tasks.fold", 60.0),
    "unconfirmed": ("profiles.tasks.forget_unconfirmed", 3600.0),
    "counts": ("profiles.tasks.forget_counts", 3600.0),
    "senders": ("profiles.tasks.forget_senders", 3600.0),
    "spent": ("profiles.tasks.forget_spent", 3600.0),
    "rested": ("profiles.tasks.forget_rested", 3600.0),
    "rules": ("profiles.tasks.compare_with_rules", 60.0),
    "opinions": ("profiles.tasks.ask_for_opinions", 60.0),
    "looks": ("profiles.tasks.look_at_links", 60.0),
    "sessions": ("tiktok_auth.tasks.clear_sessions", 3600.0),
    "events": ("tiktok_auth.tasks.handle_pending", 10.0),
}
beat_schedule = {
    name: {"task": task, "schedule": seconds, "options": {"expires": seconds}}
    for name, (task, seconds) in SCHEDULE.items()
}
